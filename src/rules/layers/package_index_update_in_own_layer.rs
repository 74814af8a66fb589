//! A package index that is refreshed in one layer and used in another.

use super::super::prelude::*;
use crate::facts::PackageAction;
use crate::knowledge::package_managers::{Manager, Verb};
use crate::rules::edits;
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "package-index-update-in-own-layer",
    group: Group::Layers,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &[
        "droast:DF028", "checkov:CKV_DOCKER_5", "trivy:DS-0017", "kics:update_instruction_alone",
        "dockerfilelint:apt-get-update_require_install",
    ],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/layers/package-index-update-in-own-layer.md"),
    checks: &[Check::Run(check)],
};

fn check(run: &Run<'_>, findings: &mut Findings) {
    let Some(update) = run.facts.packages().find(|action| refreshes(action)) else { return };
    let site = run.step.site();
    if update.manager.caches.iter().any(|cache| site.mounts_near(cache)) || !run.facts.commands().all(is_harmless) {
        return;
    }
    let finding = findings
        .at(
            update.verb_span,
            "the index is refreshed here and used in another layer, which the build cache keeps when it is old"
                .to_owned(),
        )
        .help("refresh and install in the same RUN");
    let next = run.step.stage.and_then(|stage| (StageView { file: run.step.file, stage }).step(run.step.index + 1));
    if let Some(next) = next.and_then(|step| step.run())
        && next.facts.packages().any(|action| action.verb == Verb::Install && action.is(&[update.manager.manager]))
        && edits::flags(&run.step).eq(edits::flags(&next.step))
        && let Some(edits) = edits::join(run, &next)
    {
        finding.fix("Join with the next RUN", Safety::Unsafe, edits);
    }
}

fn refreshes(action: &PackageAction) -> bool {
    const ASKED: &[Manager] = &[Manager::AptGet, Manager::Apt, Manager::Aptitude, Manager::Apk, Manager::Zypper];
    action.verb == Verb::Update && action.is(ASKED) && !action.has_flag(action.manager.dry_run_flags)
}

/// Whether a command neither installs nor adds a repository; what is not known may do both.
fn is_harmless(command: &Command) -> bool {
    const QUIET: &[&str] = &[
        "echo", "set", "true", ":", "export", "date", "rm", "mkdir", "cd", "ls", "printf", "test", "[", "uname",
        "whoami",
    ];
    let quiet = command.words.is_empty() || command.name().is_some_and(|name| QUIET.contains(&name));
    let touches_apt = |text: &str| text.contains("/etc/a") || text.contains("/etc/zypp");
    let writes = command
        .redirects
        .iter()
        .filter_map(|redirect| redirect.target.as_ref())
        .any(|target| touches_apt(&target.text));
    let words: Vec<&str> = command.words.iter().map(|word| &*word.text).collect();
    let manages = words
        .iter()
        .any(|word| matches!(*word, "update" | "refresh" | "ref" | "clean" | "autoclean" | "autoremove" | "cc"))
        && command.name().is_some_and(|name| matches!(name, "apt-get" | "apt" | "aptitude" | "apk" | "zypper"));
    (quiet || manages) && !writes
}
