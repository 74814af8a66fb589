//! An upgrade to another release of the distribution during the build.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("release-upgrade-in-build", Group::Reproducibility, Severity::Info)
    .recommended()
    .aliases(&[
        "hadolint:DL3035 zypper", "hadolint:DL3005 apt", "droast:DF044", "trivy:DS-0024",
        "dockerfilelint:apt-get-dist-upgrade",
    ])
    .page(include_str!("../../../rules/reproducibility/release-upgrade-in-build.md"))
    .checks(&[Check::Run(check)]);

const HELP: &str = "build on the image of the release that you want";

fn check(run: &Run<'_>, findings: &mut Findings) {
    for action in run.facts.packages().filter(|action| changes_release(action) && !action.is_dry_run()) {
        let message =
            format!("`{}` may remove packages, and takes another release where the sources name one", action.verb_text);
        findings.at(action.verb_span, message).variant(action.family()).help(HELP);
    }
    for command in run.facts.commands().filter(|command| command.name() == Some("do-release-upgrade")) {
        let message = "`do-release-upgrade` replaces the whole release that the base image stands for";
        findings.at(command.span, message).help(HELP);
    }
}

fn changes_release(action: &PackageAction) -> bool {
    let available = action.verb == Verb::Upgrade && action.has_flag(&["--available", "-a"]);
    action.verb == Verb::ReleaseUpgrade || action.is(&[Manager::Apk]) && available
}
