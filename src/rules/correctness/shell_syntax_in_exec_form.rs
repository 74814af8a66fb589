//! Shell syntax where no shell reads it.

use super::super::prelude::*;
use crate::dockerfile::Command;
use crate::facts::exec_words::{holds_a_command, is_cmd_read, is_operator, may_read_arguments, variable_in};

pub(crate) static RULE: Rule = Rule::new("shell-syntax-in-exec-form", Group::Correctness, Severity::Warning)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/shell-syntax-in-exec-form.md"))
    .checks(&[Check::Instruction(KEYWORDS, check)]);

const KEYWORDS: &[Keyword] = &[Keyword::Cmd, Keyword::Entrypoint, Keyword::Run, Keyword::Healthcheck];

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Some(Command::Exec(words)) = step.instruction.kind.command() else { return };
    let texts: Vec<&str> = words.iter().map(|word| &*word.value).collect();
    let handed_on = || step.onbuild || step.stage.is_none_or(|stage| is_cmd_read(step.file.facts, stage));
    if may_read_arguments(&texts) || step.instruction.keyword == Keyword::Cmd && handed_on() {
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
        let simple = |c: char| c.is_ascii_alphanumeric() || " ._-/=:@".contains(c);
        let split = (at == 0 && text.chars().all(simple)).then(|| {
            let words: Vec<String> = text.split_ascii_whitespace().map(|part| format!("\"{part}\"")).collect();
            Edit::replace(word.span, words.join(", "))
        });
        findings
            .at(word.span, message)
            .help("write each word for itself, or run a shell: [\"sh\", \"-c\", \"exec …\"]")
            .fix("Split the words", Safety::Unsafe, split);
    }
}
