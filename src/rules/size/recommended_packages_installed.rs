//! `apt-get install` that also pulls in recommended packages.

use super::super::prelude::*;
use crate::facts::PackageAction;
use crate::knowledge::package_managers::{Manager, Verb};
use crate::model::Base;
use crate::rules::edits;

/// The rule.
pub static RULE: Rule = Rule {
    name: "recommended-packages-installed",
    group: Group::Size,
    severity: Severity::Info,
    recommended: true,
    workshop: true,
    aliases: &[
        "hadolint:DL3015", "droast:DF016", "trivy:DS-0029", "kics:apt_get_not_avoiding_additional_packages",
        "kics:apt_get_without_no_recommends_flag", "dockerfilelint:apt-get_recommends",
        "semgrep:missing-no-install-recommends",
    ],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/size/recommended-packages-installed.md"),
    checks: &[Check::File(check)],
};

const OPTION: &str = "--no-install-recommends";

/// The fix is unsafe: the image may rely on a package that was only recommended.
fn check(file: &File<'_>, findings: &mut Findings) {
    // For each stage whether a configuration of apt at its end may keep recommended packages away.
    let mut configured: Vec<bool> = Vec::with_capacity(file.model.stages.len());
    for stage in &file.model.stages {
        let mut off = match stage.base {
            Base::Stage(parent) => configured.get(parent).copied().unwrap_or(false),
            _ => false,
        };
        for step in (StageView { file, stage }).steps() {
            off = off || configures(&step);
            if let Some(run) = step.run().filter(|_| stage.in_image && !off) {
                run.facts.packages().filter(|action| is_open(action)).for_each(|action| {
                    findings
                        .at(
                            action.verb_span,
                            format!(
                                "`{} {}` also installs recommended packages",
                                action.manager.names[0], action.verb_text
                            ),
                        )
                        .fix(format!("Add `{OPTION}`"), Safety::Unsafe, edits::add_option(action, OPTION));
                });
            }
        }
        configured.push(off);
    }
}

fn is_open(action: &PackageAction) -> bool {
    action.is(&[Manager::AptGet, Manager::Apt, Manager::Aptitude])
        && action.verb == Verb::Install
        && matches!(&*action.verb_text, "install" | "reinstall")
        && !action.packages.is_empty()
        && !action.has_flag(action.manager.no_recommends_flags)
        && !action.has_flag(action.manager.dry_run_flags)
        && !action.flags.iter().any(|flag| flag.value.as_deref().is_some_and(names_setting))
}

/// Whether an instruction writes a configuration of apt that names the setting, or one that cannot be read.
fn configures(step: &Step<'_>) -> bool {
    match &step.instruction.kind {
        Kind::Run(_) => names_setting(step.file.source.slice(step.instruction.span)) && is_configuration(step),
        Kind::Copy(transfer) | Kind::Add(transfer) => transfer.destination.value.contains("/etc/apt/apt.conf"),
        _ => false,
    }
}

fn is_configuration(step: &Step<'_>) -> bool {
    step.file.source.slice(step.instruction.span).contains("apt.conf")
}

fn names_setting(text: &str) -> bool {
    const NAME: &[u8] = b"install-recommends";
    let mut dashes = memchr::memchr_iter(b'-', text.as_bytes());
    dashes.any(|dash| {
        let start = dash.checked_sub(b"install".len());
        let name = start.and_then(|start| text.as_bytes().get(start..start + NAME.len()));
        name.is_some_and(|name| name.eq_ignore_ascii_case(NAME))
    })
}
