//! A RUN that only changes the state of its own shell.

use super::super::prelude::*;
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "shell-state-lost-after-run",
    group: Group::Correctness,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &["hadolint:DL3003 cd"],
    fix: FixKind::None,
    page: include_str!("../../../rules/correctness/shell-state-lost-after-run.md"),
    checks: &[Check::Run(check)],
};

fn check(run: &Run<'_>, findings: &mut Findings) {
    let [piece] = run.facts.pieces.as_slice() else { return };
    let script = &piece.script;
    let Some(last) = script.commands.iter().rfind(|command| !command.substitution) else { return };
    let only = script.commands.iter().filter(|command| !command.substitution).all(is_state);
    if !only || script.broken.is_some() || !script.functions.is_empty() || !script.loops.is_empty() {
        return;
    }
    let help = match last.name() {
        Some("cd") => "use WORKDIR",
        Some("export") | None => "use ENV",
        _ => "put it into the RUN that needs it",
    };
    let finding = findings.at(last.span, "this changes nothing but the shell, which ends with this RUN").help(help);
    if last.name() == Some("cd") {
        finding.variant("cd");
    }
}

/// Whether a command leaves nothing behind but the state of the shell.
fn is_state(command: &Command) -> bool {
    if !command.redirects.is_empty() {
        return false;
    }
    match command.name() {
        Some("cd" | "export" | "alias" | "ulimit" | "umask" | "unset" | "set") => true,
        Some("." | "source") => command.words.len() == 2,
        Some("nvm") => command.words.get(1).is_some_and(|verb| verb.is("use")),
        None => {
            command.words.is_empty()
                && !command.assignments.is_empty()
                && command
                    .assignments
                    .iter()
                    .all(|assignment| assignment.value.as_ref().is_none_or(|value| !value.substitution))
        }
        _ => false,
    }
}
