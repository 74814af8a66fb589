//! `apt` in a build, whose command line is made for people.

use super::super::prelude::*;
use crate::knowledge::package_managers::instead_of_apt;

pub(crate) static RULE: Rule = Rule::new("apt-instead-of-apt-get", Group::Packages, Severity::Warning)
    .recommended()
    .aliases(&[
        "hadolint:DL3027", "droast:DF059", "checkov:CKV_DOCKER_9", "kics:run_using_apt", "semgrep:prefer-apt-get",
    ])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::AptGet])
    .page(include_str!("../../../rules/packages/apt-instead-of-apt-get.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        for action in piece.deeds.packages.iter().filter(|action| action.is(&[Manager::Apt])) {
            let name = piece.command_of(action).and_then(|command| command.words.first());
            let (Some(name), Some((better, verb))) = (name, instead_of_apt(&action.verb_text)) else { continue };
            let renamed = (verb != &*action.verb_text).then(|| Edit::replace(action.verb_span, verb));
            let edits = std::iter::once(Edit::replace(name.span, better)).chain(renamed);
            findings
                .at(name.span, format!("`apt {}` has no stable command line", action.verb_text))
                .help(format!("use `{better}`"))
                .fix(format!("Use `{better}`"), Safety::Safe, edits.filter(|_| name.is("apt")));
        }
    }
}
