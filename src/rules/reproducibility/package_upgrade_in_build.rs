//! An upgrade of all packages during the build.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("package-upgrade-in-build", Group::Reproducibility, Severity::Info)
    .aliases(&[
        "hadolint:DL3017 apk", "hadolint:DL3031 yum", "hadolint:DL3039 dnf", "droast:DF069",
        "kics:run_using_upgrade_commands", "kics:run_using_dnf_update", "kics:run_using_zypper_update",
        "kics:use_of_apk_upgrade", "kics:upgrade_instruction_alone", "kics:yum_update_disabled",
        "dockerfilelint:apt-get-upgrade", "dockerfile_lint:yum_update_all", "semgrep:avoid-apk-upgrade",
        "semgrep:avoid-apt-get-upgrade", "semgrep:avoid-dnf-update", "semgrep:avoid-yum-update",
        "semgrep:avoid-zypper-update",
    ])
    .page(include_str!("../../../rules/reproducibility/package-upgrade-in-build.md"))
    .checks(&[Check::Run(check)]);

/// Options that restrict an upgrade to what closes security holes.
const SECURITY: &[&str] = &[
    "--security", "--advisory", "--advisories", "--sec-severity", "--secseverity", "--cve", "--cves", "--bz", "--bzs",
];

fn check(run: &Run<'_>, findings: &mut Findings) {
    for action in run.facts.packages().filter(|action| action.verb == Verb::Upgrade && action.manager.system) {
        if action.packages.is_empty() && !action.has_flag(SECURITY) && !action.is_dry_run() {
            findings
                .at(action.verb_span, format!("`{}` upgrades whatever is new on the day of the build", action.call()))
                .variant(action.family())
                .help("take a newer base image, or name the packages that must be upgraded");
        }
    }
}
