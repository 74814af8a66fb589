//! A package index that is refreshed in one layer and used in another.

use super::super::prelude::*;
use crate::knowledge::tools::is_quiet;
use crate::rules::{edits, joins};

pub(crate) static RULE: Rule = Rule::new("package-index-update-in-own-layer", Group::Layers, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&[
        "droast:DF028", "checkov:CKV_DOCKER_5", "trivy:DS-0017", "kics:update_instruction_alone",
        "dockerfilelint:apt-get-update_require_install",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/layers/package-index-update-in-own-layer.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    let Some(update) = run.facts.packages().find(|action| refreshes(action)) else { return };
    let site = run.step.site();
    if update.manager.caches.iter().any(|cache| site.mounts_near(cache)) || !run.facts.commands().all(is_harmless) {
        return;
    }
    let installs = |action: &PackageAction| action.verb == Verb::Install && action.is(&[update.manager.manager]);
    let view = run.step.stage.map(|stage| StageView { file: run.step.file, stage });
    let next = view.and_then(|view| view.step(run.step.index + 1)?.run());
    let next =
        next.filter(|next| next.facts.packages().any(installs) && edits::flags(&run.step).eq(edits::flags(&next.step)));
    let used = run.step.file.facts.uses_index_behind(run.step.index);
    let (message, help) = if used {
        (
            "the index is refreshed here and used in another layer, which the build cache keeps when it is old",
            "refresh and install in the same RUN",
        )
    } else {
        ("the index is refreshed here, and nothing installs from it", "drop it: it only makes the image larger")
    };
    findings.at(update.verb_span, message).help(help).fix(
        "Join with the next RUN",
        Safety::Unsafe,
        next.and_then(|next| joins::join(run, &next)).unwrap_or_default(),
    );
}

fn refreshes(action: &PackageAction) -> bool {
    (matches!(action.family(), "apt" | "apk" | "zypper")) && action.verb == Verb::Update && !action.is_dry_run()
}

/// Whether a command neither installs nor adds a repository; what is not known may do both.
fn is_harmless(command: &Command) -> bool {
    const VERBS: &[&str] = &["update", "refresh", "ref", "clean", "autoclean", "autoremove", "cc"];
    let quiet = command.words.is_empty() || command.name().is_some_and(is_quiet);
    let manages = matches!(command.name(), Some("apt-get" | "apt" | "aptitude" | "apk" | "zypper"))
        && command.words.iter().any(|word| VERBS.contains(&&*word.text));
    let writes = command.targets().any(|file| file.text.contains("/etc/a") || file.text.contains("/etc/zypp"));
    (quiet || manages) && !writes
}
