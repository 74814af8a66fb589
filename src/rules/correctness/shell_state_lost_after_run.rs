//! A RUN that only changes the state of its own shell.

use super::super::prelude::*;
use crate::shell::{Assignment, Script};

pub(crate) static RULE: Rule = Rule::new("shell-state-lost-after-run", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["hadolint:DL3003 cd"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/shell-state-lost-after-run.md"))
    .checks(&[Check::Run(check)]);

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
    findings
        .at(last.span, "this changes nothing but the shell, which ends with this RUN")
        .help(help)
        .variant(variant)
        .fix("Say it for all instructions behind", Safety::Unsafe, lasting(run, script));
}

/// WORKDIR or ENV in the place of the RUN. `None` where the shell does more to the words than these do.
fn lasting(run: &Run<'_>, script: &Script) -> Option<Edit> {
    let [command] = script.commands.as_slice() else { return None };
    let step = &run.step;
    let all = step.instruction.span;
    if !run.is_plain() || !step.instruction.flags.is_empty() || command.words.iter().any(|word| word.substitution) {
        return None;
    }
    if command.name() == Some("cd") {
        let [_, folder] = command.words.as_slice() else { return None };
        let folder =
            folder.literal.as_deref().filter(|folder| folder.starts_with('/') && !folder.contains([' ', '$']))?;
        return Some(Edit::replace(all, format!("WORKDIR {folder}")));
    }
    let exports = matches!(command.name(), None | Some("export"));
    let known = |name: &str| name == "PATH" || step.defines(name);
    let plain = |assignment: &Assignment| {
        let value = assignment.value.as_ref();
        let words = value.is_some_and(|value| {
            !value.substitution && !value.text.starts_with('~') && value.expansions.iter().all(|it| known(&it.name))
        });
        words && !value.is_some_and(|value| step.file.source.slice(value.span).contains(['\\', '\'', '\n', '`']))
    };
    let others =
        command.words.iter().skip(1).any(|word| !command.assignments.iter().any(|it| it.span.encloses(word.span)));
    let fits = exports && !others && !command.assignments.is_empty() && command.assignments.iter().all(plain);
    let pairs = command.assignments.iter().map(|assignment| step.file.source.slice(assignment.span));
    fits.then(|| Edit::replace(all, format!("ENV {}", pairs.collect::<Vec<_>>().join(" "))))
}
