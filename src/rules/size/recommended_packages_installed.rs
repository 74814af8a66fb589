//! `apt-get install` that also pulls in recommended packages.

use super::super::prelude::*;
use crate::model::Base;
use crate::rules::edits;

pub(crate) static RULE: Rule = Rule::new("recommended-packages-installed", Group::Size, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&[
        "hadolint:DL3015", "droast:DF016", "trivy:DS-0029", "kics:apt_get_not_avoiding_additional_packages",
        "kics:apt_get_without_no_recommends_flag", "dockerfilelint:apt-get_recommends",
        "semgrep:missing-no-install-recommends",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/size/recommended-packages-installed.md"))
    .checks(&[Check::File(check)]);

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
            let run = step.run().filter(|_| stage.in_image && !off);
            for action in run.iter().flat_map(|run| run.facts.packages()).filter(|action| is_open(action)) {
                findings.at(action.verb_span, format!("`{}` also installs recommended packages", action.call())).fix(
                    format!("Add `{OPTION}`"),
                    Safety::Unsafe,
                    edits::add_option(file.source, action, OPTION),
                );
            }
        }
        configured.push(off);
    }
}

fn is_open(action: &PackageAction) -> bool {
    action.family() == "apt"
        && action.verb == Verb::Install
        && matches!(&*action.verb_text, "install" | "reinstall")
        && !action.packages.is_empty()
        && !action.has_flag(action.manager.no_recommends_flags)
        && !action.is_dry_run()
        && !action.flags.iter().any(|flag| flag.value.as_deref().is_some_and(names_setting))
}

/// Whether an instruction writes a configuration of apt that names the setting, or one that cannot be read.
fn configures(step: &Step<'_>) -> bool {
    match &step.instruction.kind {
        Kind::Run(_) => names_setting(step.text()) && step.text().contains("apt.conf"),
        kind => kind.transfer().is_some_and(|copy| copy.destination.value.contains("/etc/apt/apt.conf")),
    }
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
