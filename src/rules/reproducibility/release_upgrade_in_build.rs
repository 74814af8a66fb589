//! An upgrade to another release of the distribution during the build.

use super::super::prelude::*;
use crate::knowledge::package_managers::{Manager, Verb};

/// The rule.
pub static RULE: Rule = Rule {
    name: "release-upgrade-in-build",
    group: Group::Reproducibility,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &[
        "hadolint:DL3035 zypper", "hadolint:DL3005 apt", "droast:DF044", "trivy:DS-0024",
        "dockerfilelint:apt-get-dist-upgrade",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/reproducibility/release-upgrade-in-build.md"),
    checks: &[Check::Run(check)],
};

fn check(run: &Run<'_>, findings: &mut Findings) {
    const HELP: &str = "build on the image of the release that you want";
    for action in run.facts.packages() {
        let available =
            action.is(&[Manager::Apk]) && action.verb == Verb::Upgrade && action.has_flag(&["--available", "-a"]);
        if !(action.verb == Verb::ReleaseUpgrade || available) || action.has_flag(action.manager.dry_run_flags) {
            continue;
        }
        let finding = findings
            .at(
                action.verb_span,
                format!(
                    "`{}` may remove packages, and takes another release where the sources name one",
                    action.verb_text
                ),
            )
            .help(HELP);
        match action.manager.manager {
            Manager::Zypper => _ = finding.variant("zypper"),
            Manager::AptGet | Manager::Apt | Manager::Aptitude => _ = finding.variant("apt"),
            _ => {}
        }
    }
    for command in run.facts.commands().filter(|command| command.name() == Some("do-release-upgrade")) {
        findings
            .at(command.span, "`do-release-upgrade` replaces the whole release that the base image stands for")
            .help(HELP);
    }
}
