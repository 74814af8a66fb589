//! Packages for building that `apk` keeps, or removes one by one.

use super::super::prelude::*;
use crate::facts::PackageAction;
use crate::knowledge::package_managers::{Manager, Verb};
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    name: "virtual-build-deps-not-removed",
    group: Group::Size,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &["dockerfilelint:apkadd-missing-virtual"],
    fix: FixKind::None,
    page: include_str!("../../../rules/size/virtual-build-deps-not-removed.md"),
    checks: &[Check::Run(check)],
};

const GROUP: &[&str] = &["-t", "--virtual"];

fn check(run: &Run<'_>, findings: &mut Findings) {
    if !run.step.in_image() {
        return;
    }
    let of_apk = || run.facts.packages().filter(|action| action.is(&[Manager::Apk]));
    let removals: Vec<&PackageAction> = of_apk().filter(|action| action.verb == Verb::Remove).collect();
    let removed: HashSet<&str> =
        removals.iter().flat_map(|action| &action.packages).map(|package| &*package.text).collect();
    let mut alone: HashSet<&str> = HashSet::new();
    for action in of_apk().filter(|action| action.verb == Verb::Install) {
        match action.flag(GROUP) {
            None => {
                alone.extend(action.packages.iter().filter(|package| !package.variable).map(|package| &*package.text));
            }
            Some(flag) => {
                let Some(group) = flag.value.as_deref().filter(|group| !removed.contains(group) && !is_kept(group))
                else {
                    continue;
                };
                findings
                    .at(
                        flag.span,
                        format!("the group `{group}` is not removed in this RUN, so its packages stay in the image"),
                    )
                    .help(format!("end the same RUN with `apk del {group}`"));
            }
        }
    }
    for action in removals {
        let back: Vec<&str> =
            action.packages.iter().map(|package| &*package.text).filter(|name| alone.contains(name)).collect();
        if let [first, _, _, ..] = back.as_slice() {
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
