//! Caches of system package managers that stay in a layer.

use super::super::prelude::*;
use crate::facts::{Leftover, PackageAction, leftovers};
use crate::knowledge::package_managers::{Manager, Verb};
use crate::rules::edits;

/// The rule.
pub static RULE: Rule = Rule {
    name: "package-cache-not-removed",
    group: Group::Size,
    severity: Severity::Info,
    recommended: true,
    workshop: true,
    aliases: &[
        "hadolint:DL3009 apt", "hadolint:DL3019 apk", "hadolint:DL3032 yum", "hadolint:DL3036 zypper",
        "hadolint:DL3040 dnf", "droast:DF004", "droast:DF029", "droast:DF045", "droast:DF046", "droast:DF047",
        "trivy:DS-0025", "trivy:DS-0019", "trivy:DS-0027", "trivy:DS-0020", "trivy:DS-0015",
        "kics:apt_get_install_lists_were_not_deleted", "kics:apk_add_using_local_cache_path",
        "kics:missing_dnf_clean_all", "kics:missing_zypper_clean", "kics:yum_clean_all_missing",
        "dockerfilelint:apt-get_missing_rm", "dockerfilelint:apkadd-missing_nocache_or_updaterm",
        "dockerfile_lint:no_yum_clean_all", "dockerfile_lint:no_dnf_clean_all", "dockerfile_lint:no_apt-get_clean",
        "semgrep:missing-apk-no-cache", "semgrep:missing-dnf-clean-all", "semgrep:missing-zypper-clean",
        "semgrep:remove-package-cache", "semgrep:remove-package-lists",
    ],
    fix: FixKind::Safe,
    page: include_str!("../../../rules/size/package-cache-not-removed.md"),
    checks: &[Check::Run(check)],
};

fn check(run: &Run<'_>, findings: &mut Findings) {
    if !run.step.in_image() {
        return;
    }
    for left in leftovers(run.facts, &run.step.site()) {
        let action = left.action;
        if !action.manager.system {
            continue;
        }
        let (what, variant) = match action.manager.manager {
            Manager::AptGet | Manager::Apt | Manager::Aptitude => ("the package lists", "apt"),
            Manager::Apk => ("the package index", "apk"),
            Manager::Yum => ("the cache", "yum"),
            Manager::Zypper => ("the cache", "zypper"),
            Manager::Dnf | Manager::Microdnf => ("the cache", "dnf"),
            _ => ("the cache", "other"),
        };
        let (span, call) = left.call(run.step.file.source);
        let finding = findings
            .at(span, format!("{what} of `{call}` stay{} in this layer", if variant == "apt" { "" } else { "s" }));
        let finding = match left.missed {
            Some(span) => finding.variant("missed").label(span, "this is where another program has its cache"),
            None => finding.variant(variant),
        };
        let finding = match (variant, action.manager.clean_command) {
            ("apk", _) => finding.help("use `apk add --no-cache`, or end the same RUN with `rm -rf /var/cache/apk/*`"),
            (_, Some(clean)) => finding.help(format!("end the same RUN with `{clean}`")),
            _ => finding,
        };
        if let Some((title, edits)) = repair(run, &left) {
            finding.fix(title, Safety::Safe, edits);
        }
    }
}

fn repair(run: &Run<'_>, left: &Leftover<'_>) -> Option<(String, Vec<Edit>)> {
    let action = left.action;
    let clean = action.manager.clean_command?;
    let of_apk = || run.facts.packages().filter(|other| other.is(&[Manager::Apk]));
    if action.is(&[Manager::Apk]) && of_apk().all(|other| other.verb != Verb::Update && other.verb != Verb::Upgrade) {
        let calls =
            of_apk().filter(|other| other.verb == Verb::Install && !other.has_flag(other.manager.no_cache_flags));
        return Some((
            "Add `--no-cache`".to_owned(),
            calls.flat_map(|call| edits::add_option(call, "--no-cache")).collect(),
        ));
    }
    if action.refreshes && needed_later(run) {
        return None;
    }
    Some((format!("Append `{clean}`"), edits::append(run, clean)?))
}

/// Whether a later RUN may live on the lists that this one fetches.
fn needed_later(run: &Run<'_>) -> bool {
    const FAR_ENOUGH: usize = 256;
    let runs = &run.step.file.facts.runs;
    let next = runs.partition_point(|other| other.at <= run.step.index);
    runs.len() - next > FAR_ENOUGH
        || runs[next..].iter().any(|later| {
            later.packages().any(PackageAction::installs_system) && !later.packages().any(|action| action.refreshes)
        })
}
