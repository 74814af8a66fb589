//! A RUN that deletes what an earlier layer holds.

use super::super::prelude::*;
use crate::facts::Brought;
use crate::rules::edits;
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "cleanup-in-later-layer",
    group: Group::Layers,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/layers/cleanup-in-later-layer.md"),
    checks: &[Check::Stage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if !view.stage.in_image {
        return;
    }
    let mut brought = Brought::default();
    let mut last: Option<Run<'_>> = None;
    for step in view.steps() {
        let run = step.run();
        let cleaning = run.filter(|run| run.facts.commands().all(is_cleaning));
        let taken = |run: &Run<'_>| brought.taken_by(run.facts, &step.site(), is_secret);
        if let Some((run, (span, older))) = cleaning.and_then(|run| Some((run, taken(&run)?))) {
            let finding = findings
                .at(span, "this frees nothing: what it deletes stays in an earlier layer")
                .label(older, "written here")
                .help("delete it in the RUN that writes it");
            let just_before = |last: &Run<'_>| {
                let instruction = last.step.instruction;
                last.step.index + 1 == step.index && instruction.span.encloses(older)
            };
            if let Some(last) = last.filter(just_before)
                && edits::flags(&last.step).eq(edits::flags(&step))
                && let Some(edits) = edits::join(&last, &run)
            {
                finding.fix("Join with the RUN before", Safety::Unsafe, edits);
            }
        }
        brought.add(step.instruction, run.map(|run| run.facts), &step.site());
        last = run;
    }
}

/// Whether a command deletes something or does nothing that matters.
fn is_cleaning(command: &Command) -> bool {
    match command.name() {
        None => command.words.is_empty(),
        Some("rm" | "rmdir" | "unlink" | "true" | ":" | "echo" | "set" | "sync") => true,
        Some("find") => command.words.iter().any(|word| word.is("-delete") || word.is("rm")),
        Some("xargs") => false,
        Some(_) => {
            command.words.iter().skip(1).any(|word| {
                matches!(
                    &*word.text,
                    "clean"
                        | "purge"
                        | "autoremove"
                        | "autoclean"
                        | "remove"
                        | "del"
                        | "erase"
                        | "uninstall"
                        | "clear-cache"
                        | "prune"
                        | "-Scc"
                        | "-Rns"
                )
            }) && !command.words.iter().any(|word| word.is("install") || word.is("add"))
        }
    }
}

/// Whether a path is about a credential: more is at stake than bytes, and another rule says so.
fn is_secret(path: &str) -> bool {
    [
        ".ssh", "id_rsa", "id_ed25519", ".npmrc", ".netrc", ".pypirc", ".aws", ".git-credentials", ".gnupg", ".pem",
        ".key", "token", "secret", "password",
    ]
    .iter()
    .any(|mark| path.contains(mark))
}
