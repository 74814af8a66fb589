//! Caches of system package managers that stay in a layer.

use super::super::prelude::*;
use crate::facts::{Leftover, leftovers};
use crate::rules::{edits, joins};

pub(crate) static RULE: Rule = Rule::new("package-cache-not-removed", Group::Size, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&[
        "hadolint:DL3009 apt", "hadolint:DL3019 apk", "hadolint:DL3032 yum", "hadolint:DL3036 zypper",
        "hadolint:DL3040 dnf", "droast:DF004", "droast:DF029", "droast:DF045", "droast:DF046", "droast:DF047",
        "trivy:DS-0025", "trivy:DS-0019", "trivy:DS-0027", "trivy:DS-0020", "trivy:DS-0015",
        "kics:apt_get_install_lists_were_not_deleted", "kics:apk_add_using_local_cache_path",
        "kics:missing_dnf_clean_all", "kics:missing_zypper_clean", "kics:yum_clean_all_missing",
        "dockerfilelint:apt-get_missing_rm", "dockerfilelint:apkadd-missing_nocache_or_updaterm",
        "dockerfile_lint:no_yum_clean_all", "dockerfile_lint:no_dnf_clean_all", "dockerfile_lint:no_apt-get_clean",
        "semgrep:missing-apk-no-cache", "semgrep:missing-dnf-clean-all", "semgrep:missing-zypper-clean",
        "semgrep:remove-package-cache", "semgrep:remove-package-lists",
    ])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::PackageCaches])
    .page(include_str!("../../../rules/size/package-cache-not-removed.md"))
    .checks(&[Check::RunInImage(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    for left in leftovers(run.facts, &run.step.site()).iter().filter(|left| left.action.manager.system) {
        let family = left.action.family();
        let (what, stay) = match family {
            "apt" => ("the package lists", "stay"),
            "apk" => ("the package index", "stays"),
            _ => ("the cache", "stays"),
        };
        let (span, call) = left.call(run.step.file.source);
        let finding = findings.at(span, format!("{what} of `{call}` {stay} in this layer"));
        let finding = match left.missed {
            Some(span) => finding.variant("missed").label(span, "this is where another program has its cache"),
            None => finding.variant(family),
        };
        let finding = match left.action.manager.clean_command {
            _ if family == "apk" => {
                finding.help("use `apk add --no-cache`, or end the same RUN with `rm -rf /var/cache/apk/*`")
            }
            Some(clean) => finding.help(format!("end the same RUN with `{clean}`")),
            None => finding,
        };
        match joins::mount_as_elsewhere(run, left.action.manager) {
            Some(edit) => _ = finding.fix("Mount a cache, as elsewhere in the file", Safety::Unsafe, [edit]),
            None => {
                if let Some((title, edits)) = repair(run, left) {
                    finding.fix(title, Safety::Safe, edits);
                }
            }
        }
    }
}

fn repair(run: &Run<'_>, left: &Leftover<'_>) -> Option<(String, Vec<Edit>)> {
    let action = left.action;
    let clean = action.manager.clean_command?;
    let of_apk = || run.facts.packages().filter(|other| other.is(&[Manager::Apk]));
    if action.is(&[Manager::Apk]) && !of_apk().any(|other| matches!(other.verb, Verb::Update | Verb::Upgrade)) {
        let calls = of_apk().filter(|call| call.verb == Verb::Install && !call.has_flag(call.manager.no_cache_flags));
        let edits = calls.flat_map(|call| edits::add_option(run.step.file.source, call, "--no-cache")).collect();
        return Some(("Add `--no-cache`".to_owned(), edits));
    }
    let needed_later = action.refreshes && run.step.file.facts.uses_index_behind(run.step.index);
    (!needed_later).then(|| Some((format!("Append `{clean}`"), joins::clean_up(run, left.piece, action, clean)?)))?
}
