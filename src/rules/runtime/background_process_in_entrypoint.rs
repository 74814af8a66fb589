//! A start script that leaves a process in the background beside the main one.

use super::super::prelude::*;
use crate::facts::statement_around;

pub(crate) static RULE: Rule = Rule::new("background-process-in-entrypoint", Group::Runtime, Severity::Info)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/runtime/background-process-in-entrypoint.md"))
    .checks(&[Check::Start(check)]);

fn check(view: &StartView<'_>, findings: &mut Findings) {
    let commands = view.commands();
    if !view.is_run() || commands.iter().any(looks_after) {
        return;
    }
    let stays = |command: &Command| !command.background && !command.substitution && goes_on(command);
    let Some(last) = commands.iter().rposition(stays) else { return };
    let mut behind = 0;
    for (index, command) in commands[..last].iter().enumerate() {
        // The condition of a loop is not what it is there for.
        // What only shows a log is missed by nobody, and what waits first does one thing later.
        let is_expected_to_end = matches!(command.name(), Some("tail" | "sleep"));
        if !command.is_job() || index < behind || command.guarded || is_expected_to_end {
            continue;
        }
        // One finding for `( a; b ) &`.
        if let Some(statement) = statement_around(&view.piece.script, index).filter(|statement| statement.background) {
            behind = statement.commands.end;
        }
        let name = view.source().slice(command.name_span());
        findings
            .at(command.words_span(), format!("{name} is left in the background, and nobody notices when it ends"))
            .help("run it in a container of its own, or start both under a process manager");
    }
}

/// Whether the script looks after its children: it waits for them, stops them or passes signals on.
fn looks_after(command: &Command) -> bool {
    command.looks_after_jobs()
        || matches!(command.name(), Some("trap" | "disown"))
        || command.words.iter().any(|word| matches!(&*word.text, "shutdown" | "stop"))
}

/// Whether the command is where the script stays: it takes the shell's place or runs until it is stopped.
fn goes_on(command: &Command) -> bool {
    let keeps_alive = matches!(command.name(), Some("tail" | "sleep" | "bash" | "sh"));
    command.replaces_shell() || command.is_application() || keeps_alive
}
