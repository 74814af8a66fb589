//! An upgrade of all packages during the build.

use super::super::prelude::*;
use crate::knowledge::package_managers::{Manager, Verb};

/// The rule.
pub static RULE: Rule = Rule {
    name: "package-upgrade-in-build",
    group: Group::Reproducibility,
    severity: Severity::Info,
    recommended: false,
    workshop: false,
    aliases: &[
        "hadolint:DL3017 apk", "hadolint:DL3031 yum", "hadolint:DL3039 dnf", "droast:DF069",
        "kics:run_using_upgrade_commands", "kics:run_using_dnf_update", "kics:run_using_zypper_update",
        "kics:use_of_apk_upgrade", "kics:upgrade_instruction_alone", "kics:yum_update_disabled",
        "dockerfilelint:apt-get-upgrade", "dockerfile_lint:yum_update_all", "semgrep:avoid-apk-upgrade",
        "semgrep:avoid-apt-get-upgrade", "semgrep:avoid-dnf-update", "semgrep:avoid-yum-update",
        "semgrep:avoid-zypper-update",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/reproducibility/package-upgrade-in-build.md"),
    checks: &[Check::Run(check)],
};

/// Options that restrict an upgrade to what closes security holes.
const SECURITY: &[&str] = &[
    "--security", "--advisory", "--advisories", "--sec-severity", "--secseverity", "--cve", "--cves", "--bz", "--bzs",
];

fn check(run: &Run<'_>, findings: &mut Findings) {
    for action in run.facts.packages() {
        let of_all = action.verb == Verb::Upgrade && action.manager.system && action.packages.is_empty();
        if !of_all || action.has_flag(SECURITY) || action.has_flag(action.manager.dry_run_flags) {
            continue;
        }
        let name = action.manager.names[0];
        let finding = findings
            .at(
                action.verb_span,
                format!("`{name} {}` upgrades whatever is new on the day of the build", action.verb_text),
            )
            .help("take a newer base image, or name the packages that must be upgraded");
        match action.manager.manager {
            Manager::Apk => _ = finding.variant("apk"),
            Manager::Yum => _ = finding.variant("yum"),
            Manager::Dnf | Manager::Microdnf => _ = finding.variant("dnf"),
            _ => {}
        }
    }
}
