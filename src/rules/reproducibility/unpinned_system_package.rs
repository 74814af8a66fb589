//! Packages of the operating system without a version.

use super::super::prelude::*;
use super::super::wording::names;
use crate::facts::{Package, RunFacts};
use crate::knowledge::indexes::names_snapshot;

pub(crate) static RULE: Rule = Rule::new("unpinned-system-package", Group::Reproducibility, Severity::Info)
    .aliases(&[
        "hadolint:DL3008 apt", "hadolint:DL3018 apk", "hadolint:DL3033 yum", "hadolint:DL3037 zypper",
        "hadolint:DL3041 dnf", "droast:DF005", "droast:DF052", "kics:apt_get_install_pin_version_not_defined",
        "kics:pin_versions_apt_get_install", "kics:unpinned_package_version_in_apk_add",
        "kics:yum_install_without_version", "kics:missing_version_specification_in_dnf_install",
        "kics:zypper_install_without_version",
    ])
    .page(include_str!("../../../rules/reproducibility/unpinned-system-package.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    if names_snapshot(file.source.text()) {
        return;
    }
    let actions = file.facts.runs.iter().flat_map(RunFacts::packages);
    for action in actions.filter(|action| action.installs_system()) {
        let loose: Vec<&Package> =
            action.packages.iter().filter(|package| action.leaves_system_version(package)).collect();
        if let Some(first) = loose.first() {
            findings
                .at(first.span, format!("no version is named for {}", names(&loose)))
                .variant(action.family())
                .help("name the version, or build from an archive of a fixed day");
        }
    }
}
