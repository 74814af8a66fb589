//! Shell syntax where no shell reads it.

use super::super::prelude::*;
use crate::dockerfile::{Command, Healthcheck};
use crate::facts::exec_words::{holds_a_command, is_operator, may_read_arguments, variable_in};
use crate::knowledge::program_name;
use crate::knowledge::tools::is_init;

pub(crate) static RULE: Rule = Rule::new("shell-syntax-in-exec-form", Group::Correctness, Severity::Warning)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/shell-syntax-in-exec-form.md"))
    .checks(&[Check::Instruction(KEYWORDS, check)]);

const KEYWORDS: &[Keyword] = &[Keyword::Cmd, Keyword::Entrypoint, Keyword::Run, Keyword::Healthcheck];

fn check(step: &Step<'_>, findings: &mut Findings) {
    let (Kind::Run(Some(Command::Exec(words)))
    | Kind::Cmd(Some(Command::Exec(words)))
    | Kind::Entrypoint(Some(Command::Exec(words)))
    | Kind::Healthcheck(Healthcheck::Cmd(Command::Exec(words)))) = &step.instruction.kind
    else {
        return;
    };
    let texts: Vec<&str> = words.iter().map(|word| &*word.value).collect();
    if may_read_arguments(&texts) || step.instruction.keyword == Keyword::Cmd && is_handed_on(step) {
        return;
    }
    for (at, word) in words.iter().enumerate() {
        let text = &*word.value;
        let message = if at == 0 && holds_a_command(text) {
            format!("`{text}` is taken for the name of one program, blanks included")
        } else if at > 0 && is_operator(text) {
            format!("`{text}` is an argument like any other here: no shell reads the exec form")
        } else if let Some(name) = variable_in(text) {
            format!("`{name}` is not replaced here: no shell reads the exec form")
        } else {
            continue;
        };
        let finding = findings
            .at(word.span, message)
            .help("write each word for itself, or run a shell: [\"sh\", \"-c\", \"exec …\"]");
        let simple = |c: char| c.is_ascii_alphanumeric() || " ._-/=:@".contains(c);
        if at == 0 && text.chars().all(simple) {
            let split: Vec<String> = text.split_ascii_whitespace().map(|part| format!("\"{part}\"")).collect();
            let edit = Edit { span: word.span, replacement: split.join(", ") };
            finding.fix("Split the words", Safety::Unsafe, vec![edit]);
        }
    }
}

/// Whether CMD is handed to an ENTRYPOINT that may read it, or to one that nobody knows.
fn is_handed_on(step: &Step<'_>) -> bool {
    let Some(stage) = step.stage.filter(|_| !step.onbuild) else { return true };
    let facts = step.file.facts;
    let Some(entrypoint) = facts.ending(stage).entrypoint.and_then(|at| facts.startups.get(at)) else {
        return false;
    };
    let command = entrypoint.piece.script.commands.first();
    let init = command.is_some_and(|command| {
        command.words.iter().all(|word| word.text.starts_with('-') || is_init(program_name(&word.text)))
    });
    !init
}
