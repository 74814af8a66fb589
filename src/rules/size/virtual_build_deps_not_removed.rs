//! Packages for building that `apk` keeps, or removes one by one.

use super::super::prelude::*;
use crate::facts::RemovedPackages;
use std::collections::HashSet;

pub(crate) static RULE: Rule = Rule::new("virtual-build-deps-not-removed", Group::Size, Severity::Info)
    .recommended()
    .aliases(&["dockerfilelint:apkadd-missing-virtual"])
    .page(include_str!("../../../rules/size/virtual-build-deps-not-removed.md"))
    .checks(&[Check::RunInImage(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    let removed = RemovedPackages::of([run.facts]);
    let of_apk = |verb| run.facts.packages().filter(move |action| action.is(&[Manager::Apk]) && action.verb == verb);
    let mut alone: HashSet<&str> = HashSet::new();
    for action in of_apk(Verb::Install) {
        let Some(flag) = action.flag(&["-t", "--virtual"]) else {
            alone.extend(action.packages.iter().filter(|package| !package.variable).map(|package| &*package.text));
            continue;
        };
        if let Some(group) = flag.value.as_deref().filter(|group| !removed.has(group) && !is_kept(group)) {
            findings
                .at(
                    flag.span,
                    format!("the group `{group}` is not removed in this RUN, so its packages stay in the image"),
                )
                .help(format!("end the same RUN with `apk del {group}`"));
        }
    }
    for action in of_apk(Verb::Remove) {
        let mut back = action.packages.iter().map(|package| &*package.text).filter(|name| alone.contains(name));
        if let (Some(first), Some(_), Some(_)) = (back.next(), back.next(), back.next()) {
            findings
                .at(action.verb_span, format!("`{first}` and others are installed and removed by name, which is easily forgotten for one of them"))
                .help("install them with `--virtual NAME` and remove NAME")
                .severity(Severity::Style);
        }
    }
}

/// A group for what is needed at run time is there to stay.
fn is_kept(group: &str) -> bool {
    let name = group.to_ascii_lowercase();
    name.contains("run") || name.contains("persist") || name.contains('$')
}
