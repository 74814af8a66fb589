//! CMD and ENTRYPOINT without brackets, so that a shell is the main process.

use super::super::prelude::*;
use crate::dockerfile::Command;
use crate::facts::Startup;
use crate::shell::Dialect;

/// The rule.
pub static RULE: Rule = Rule {
    name: "shell-form-command",
    group: Group::Runtime,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &[
        "hadolint:DL3025", "buildkit:JSONArgsRecommended", "droast:DF018", "droast:DF025",
        "kics:not_using_json_in_cmd_and_entrypoint_arguments", "semgrep:prefer-json-notation",
    ],
    fix: FixKind::Safe,
    page: include_str!("../../../rules/runtime/shell-form-command.md"),
    checks: &[Check::Instruction(&[Keyword::Cmd, Keyword::Entrypoint], check)],
};

/// Words that only a shell knows as commands.
const BUILTINS: &[&str] = &[
    ".", ":", "alias", "bg", "cd", "command", "eval", "exec", "exit", "export", "fg", "read", "set", "source", "time",
    "trap", "type", "ulimit", "umask", "unset", "wait",
];

fn check(step: &Step<'_>, findings: &mut Findings) {
    let (Kind::Cmd(Some(Command::Shell(span))) | Kind::Entrypoint(Some(Command::Shell(span)))) = &step.instruction.kind
    else {
        return;
    };
    let text = step.file.source.slice(*span);
    // A SHELL of its own is a choice; `exec` gives the first place to the program.
    if step.state.shell.is_some() || text.split_whitespace().next() == Some("exec") || text.is_empty() {
        return;
    }
    let keyword = step.instruction.keyword.name();
    let message = format!("a shell is the main process of this {keyword}, and does not pass signals on");
    let startup = step.file.facts.startup(step.index).filter(|_| !step.onbuild);
    // Brackets and quotes around all of it are a failed JSON array, which is another matter.
    if text.starts_with(['[', '"', '\'']) {
        findings.at(*span, message).help("write the command as a JSON array");
        return;
    }
    let Some(words) = startup.and_then(plain_words) else {
        findings
            .at(*span, message)
            .severity(Severity::Info)
            .help("what needs a shell can name it and replace it: [\"/bin/sh\", \"-c\", \"exec program $VARIABLE\"]");
        return;
    };
    // Behind an ENTRYPOINT the words become its arguments.
    let behind = step.instruction.keyword == Keyword::Cmd
        && step.stage.is_some_and(|stage| step.file.facts.ending(stage).entrypoint.is_some());
    // BusyBox's shell and Bash give their place to a lone command; Debian's dash does not.
    let gives_way = startup.is_none_or(|startup| matches!(startup.piece.dialect, Dialect::Ash | Dialect::Bash))
        || step.stage.is_none_or(|stage| step.file.model.base_image(stage).is_none());
    let severity = if gives_way { Severity::Info } else { Severity::Warning };
    let safety = if behind { Safety::Unsafe } else { Safety::Safe };
    let replacement = format!("[{}]", words.join(", "));
    findings.at(*span, message).severity(severity).help("write the command as a JSON array").fix(
        "Write it as a JSON array",
        safety,
        vec![Edit { span: *span, replacement }],
    );
}

/// The words as JSON strings, where the text is one command that needs no shell.
fn plain_words(startup: &Startup) -> Option<Vec<String>> {
    let script = &startup.piece.script;
    let [command] = script.commands.as_slice() else { return None };
    let plain = command.assignments.is_empty()
        && command.redirects.is_empty()
        && command.pipeline.is_none()
        && !command.background
        && !command.negated
        && !command.subshell
        && !command.conditional
        && !command.wrapped_in("eval")
        && script.broken.is_none();
    if !plain || BUILTINS.contains(&command.name()?) {
        return None;
    }
    let words = command.wrappers.iter().flat_map(|wrapper| &wrapper.words).chain(&command.words);
    words
        .map(|word| {
            let literal = word.literal.as_deref().filter(|text| !word.glob && !text.starts_with('~'))?;
            let free = !BUILTINS.contains(&literal) && !literal.contains(['\n', '\\']);
            free.then(|| serde_json::to_string(literal).ok()).flatten()
        })
        .collect()
}
