//! A RUN that only changes the state of its own shell.

use super::super::prelude::*;

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
    let mut outer = script.commands.iter().filter(|command| !command.substitution);
    let straight = script.broken.is_none() && script.functions.is_empty() && script.loops.is_empty();
    let Some(last) = outer.clone().next_back().filter(|_| straight && outer.all(Command::changes_only_the_shell))
    else {
        return;
    };
    let (variant, help) = match last.name() {
        Some("cd") => (Some("cd"), "use WORKDIR"),
        Some("export") | None => (None, "use ENV"),
        _ => (None, "put it into the RUN that needs it"),
    };
    findings.at(last.span, "this changes nothing but the shell, which ends with this RUN").help(help).variant(variant);
}
