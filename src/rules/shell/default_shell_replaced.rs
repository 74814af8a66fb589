//! Another program in the place of /bin/sh.

use super::super::prelude::*;
use crate::shell::{Command, Word};

pub(crate) static RULE: Rule = Rule::new("default-shell-replaced", Group::Shell, Severity::Warning)
    .recommended()
    .aliases(&[
        "hadolint:DL4005", "kics:changing_default_shell_using_run_command", "kics:change_default_shell",
        "semgrep:use-shell-instruction",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/default-shell-replaced.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    let site = run.step.site();
    for piece in &run.facts.pieces {
        let places = piece.directories(&site);
        let found = piece.script.commands.iter().zip(places).find_map(|(command, place)| {
            let path = |word: &Word| site.path(&word.text, place.as_deref());
            replaces(command, &path).map(|span| (command, span))
        });
        let Some((command, span)) = found else { continue };
        let finding = findings
            .at(span, "replaces /bin/sh for every script of the system")
            .help("choose the shell of the Dockerfile with SHELL [\"/bin/bash\", \"-c\"]");
        let to_bash = command.name() == Some("ln")
            && command.words.iter().any(|word| matches!(&*word.text, "bash" | "/bin/bash" | "/usr/bin/bash"));
        let alone = piece.script.statements.len() == 1
            && piece.script.commands.iter().all(|other| matches!(other.name(), Some("ln" | "rm" | "cd")));
        if to_bash && alone && run.facts.pieces.len() == 1 && !run.step.onbuild {
            let replacement = "SHELL [\"/bin/bash\", \"-c\"]".to_owned();
            let edit = Edit { span: run.step.instruction.span, replacement };
            finding.fix("Write SHELL", Safety::Unsafe, vec![edit]);
        }
    }
}

/// What in a command puts something else into the place of /bin/sh.
fn replaces(command: &Command, path: &dyn Fn(&Word) -> Option<String>) -> Option<Span> {
    let words = command.words.get(1..)?;
    let is_shell = |word: &&Word| {
        let path = path(word);
        path.as_deref().is_some_and(|path| matches!(path, "/bin/sh" | "/usr/bin/sh"))
    };
    let has = |text: &str| words.iter().any(|word| word.is(text));
    match command.name()? {
        "ln" | "cp" | "mv" | "install" => {
            let operands = words.iter().filter(|word| !word.text.starts_with('-'));
            let last = operands.clone().next_back().filter(|_| operands.clone().count() > 1)?;
            let into = words.iter().any(|word| word.text.starts_with("-t") || word.text.starts_with("--target"));
            is_shell(&last).then_some(last.span).filter(|_| !into)
        }
        "dpkg-divert" if has("--add") || has("--rename") || has("--divert") => {
            words.iter().find(is_shell).map(|word| word.span)
        }
        "dpkg-reconfigure" => words.iter().find(|word| word.is("dash")).map(|word| word.span),
        "update-alternatives" | "alternatives" if has("--install") || has("--set") => {
            words.iter().find(|word| word.is("sh") || is_shell(word)).map(|word| word.span)
        }
        _ => None,
    }
}
