//! Work of root after USER has left root.

use super::super::prelude::*;
use crate::facts::privileges::is_root;
use crate::facts::{Given, Written};
use crate::knowledge::package_managers::{Manager, Verb};
use crate::knowledge::tools::is_privilege_dropper;
use crate::shell::Command;

pub(crate) static RULE: Rule = Rule::new("root-command-after-user-switch", Group::Correctness, Severity::Warning)
    .recommended()
    .page(include_str!("../../../rules/correctness/root-command-after-user-switch.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if view.file.model.is_windows(view.stage) {
        return;
    }
    let mut given = Given::at_start(view.file.model, view.stage);
    for step in view.steps() {
        let user = step.state.user.as_ref();
        let name = user.and_then(|user| user.value.as_known()).filter(|name| !is_root(name));
        let run = step.run();
        if let (Some(user), Some(name), Some(run)) = (user, name, run) {
            let found = privileged(&run).or_else(|| foreign_write(&given, &run));
            if let Some((span, what)) = found {
                // As it is written: a long value that many commands share stays out of the messages.
                let written = Some(user.span).filter(|span| !span.is_empty());
                let name = written.map_or(name, |span| view.file.source.slice(span));
                let finding = findings
                    .at(span, format!("{what} needs root, and `{name}` runs it"))
                    .help("do it before USER, or go back with USER root first");
                if !user.span.is_empty() {
                    finding.label(user.span, "the user is set here");
                }
            }
        }
        given.add(step.instruction, run.map(|run| run.facts), &step.site());
    }
}

/// A call that fails without root.
fn privileged(run: &Run<'_>) -> Option<(Span, String)> {
    run.facts.pieces.iter().filter(|piece| piece.dialect.is_shell()).find_map(|piece| {
        let counts = |at: usize| piece.script.commands.get(at).is_some_and(is_plain);
        let manager = piece.deeds.packages.iter().find(|action| {
            let writes = matches!(
                action.verb,
                Verb::Install | Verb::Update | Verb::Upgrade | Verb::ReleaseUpgrade | Verb::Remove
            );
            let elsewhere = ["--root", "--installroot", "-p", "--prefix"];
            action.manager.system
                && writes
                && !action.is(&[Manager::Choco])
                && !action.has_flag(&elsewhere)
                && !action.has_flag(action.manager.dry_run_flags)
                && counts(action.command)
        });
        if let Some(action) = manager {
            let name = action.manager.names.first().copied().unwrap_or("");
            return Some((action.verb_span, format!("`{name} {}`", action.verb_text)));
        }
        let account = piece.script.commands.iter().find(|command| {
            let name = command.name().unwrap_or("");
            matches!(name, "useradd" | "groupadd" | "adduser" | "addgroup" | "usermod" | "groupmod")
                && is_plain(command)
        })?;
        Some((account.words_span(), format!("`{}`", account.name()?)))
    })
}

/// Whether a command runs as the user in force, always, and its failure matters.
fn is_plain(command: &Command) -> bool {
    let other = |name: &str| is_privilege_dropper(name) || name == "fakeroot" || name == "unshare";
    !command.guarded
        && !command.conditional
        && command.or_else.is_none()
        && !command.wrappers.iter().any(|wrapper| other(&wrapper.name))
}

/// A write to a folder that belongs to root.
fn foreign_write(given: &Given, run: &Run<'_>) -> Option<(Span, String)> {
    let plain = |written: &&Written| {
        let mut commands = run.facts.commands();
        commands.any(|command| command.span.encloses(written.span) && is_plain(command))
    };
    let written = run
        .facts
        .writes(&run.step.site())
        .iter()
        .filter(|written| written.made && given.is_roots(&written.path))
        .take(MOST_WRITES)
        .find(plain)?;
    let place = run.step.file.source.slice(written.span);
    Some((written.span, format!("writing to `{place}`")))
}

/// How many writes of a RUN are looked at: a bound for hostile files.
const MOST_WRITES: usize = 32;
