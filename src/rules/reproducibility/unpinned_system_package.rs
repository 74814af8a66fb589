//! Packages of the operating system without a version.

use super::super::prelude::*;
use super::super::wording::names;
use crate::facts::{Package, PackageAction, RunFacts};
use crate::knowledge::package_managers::Manager;

/// The rule.
pub static RULE: Rule = Rule {
    name: "unpinned-system-package",
    group: Group::Reproducibility,
    severity: Severity::Info,
    recommended: false,
    workshop: false,
    aliases: &[
        "hadolint:DL3008 apt", "hadolint:DL3018 apk", "hadolint:DL3033 yum", "hadolint:DL3037 zypper",
        "hadolint:DL3041 dnf", "droast:DF005", "droast:DF052", "kics:apt_get_install_pin_version_not_defined",
        "kics:pin_versions_apt_get_install", "kics:unpinned_package_version_in_apk_add",
        "kics:yum_install_without_version", "kics:missing_version_specification_in_dnf_install",
        "kics:zypper_install_without_version",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/reproducibility/unpinned-system-package.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    // An archive of one day has one version of everything.
    if SNAPSHOTS.iter().any(|host| file.source.text().contains(host)) {
        return;
    }
    let actions = file.facts.runs.iter().flat_map(RunFacts::packages);
    for action in actions.filter(|action| action.installs_system()) {
        let loose: Vec<&Package> = action.packages.iter().filter(|package| is_loose(action, package)).collect();
        let Some(first) = loose.first() else { continue };
        let finding = findings
            .at(first.span, format!("no version is named for {}", names(&loose)))
            .help("name the version, or build from an archive of a fixed day");
        match action.manager.manager {
            Manager::AptGet | Manager::Apt | Manager::Aptitude => finding.variant("apt"),
            Manager::Apk => finding.variant("apk"),
            Manager::Yum => finding.variant("yum"),
            Manager::Dnf | Manager::Microdnf | Manager::Tdnf => finding.variant("dnf"),
            Manager::Zypper => finding.variant("zypper"),
            _ => finding,
        };
    }
}

/// Archives that keep the packages of a day. Sources: snapshot.debian.org, snapshot.ubuntu.com.
const SNAPSHOTS: &[&str] = &["snapshot.debian.org", "snapshot.ubuntu.com"];

fn is_loose(action: &PackageAction, package: &Package) -> bool {
    let name = &*package.name;
    // A group has no version; of a module the stream is one: `nodejs:20`.
    let of_module = action.verb_text.starts_with("module") && package.text.contains(':');
    if of_module || action.verb_text.starts_with("group") {
        return false;
    }
    let local = name.contains("://")
        || name.starts_with(['.', '/', '~', '@', '-'])
        || action.manager.local_suffixes.iter().any(|suffix| package.text.ends_with(suffix));
    package.version.is_none() && !local && !package.text.contains(['$', '*'])
}
