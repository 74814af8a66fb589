//! A script that goes on after a command has failed.

use super::super::prelude::*;
use crate::shell::{self, Command};

pub(crate) static RULE: Rule = Rule::new("script-without-errexit", Group::Shell, Severity::Info)
    .recommended()
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/script-without-errexit.md"))
    .checks(&[Check::Script(check)]);

/// How many commands make a script in which it matters.
const FEW: usize = 3;

/// Commands that do not fail, or whose failure means nothing.
const HARMLESS: &[&str] = &[
    "echo", "printf", "export", "true", ":", "set", "exit", "shift", "local", "readonly", "trap", "unset", "umask",
    "[", "[[", "test", "return", "break", "continue", "wait", "alias", "shopt", "ulimit", "sleep", "kill", "date",
    "exec",
];

/// The fix is unsafe: the script may rely on going on.
fn check(view: &ScriptView<'_>, findings: &mut Findings) {
    let (script, piece) = (view.script, &view.script.piece);
    let text = script.source.text();
    let by_shebang = shell::shebang(text).is_some_and(|(_, _, options)| options.errexit);
    let commands = &piece.script.commands;
    if by_shebang
        || script.sourced
        || piece.script.broken.is_some()
        || commands.iter().any(|command| command.switched.errexit == Some(true))
    {
        return;
    }
    let works: Vec<&Command> = commands.iter().filter(|command| works(command)).collect();
    // The last one's status is the script's.
    let Some((_, before)) = works.split_last() else { return };
    let Some(unchecked) =
        before.iter().find(|command| !command.guarded && command.or_else.is_none() && !command.negated)
    else {
        return;
    };
    if works.len() < FEW {
        return;
    }
    let first = commands.iter().find(|command| !command.words.is_empty() || !command.assignments.is_empty());
    let span = script.shebang.or_else(|| first.map(Command::words_span)).unwrap_or_default();
    let name = unchecked.name().unwrap_or("a command");
    let finding = findings
        .at(span, format!("the script goes on when {name} fails"))
        .label(unchecked.words_span(), "nobody looks at the status of this")
        .help("add `set -e`, so that it ends with the first failure");
    let edit = match script.shebang {
        Some(shebang) => Edit { span: Span::empty(shebang.end), replacement: "\nset -e".to_owned() },
        None => Edit { span: Span::empty(0), replacement: "set -e\n".to_owned() },
    };
    finding.fix("Add `set -e`", Safety::Unsafe, vec![edit]);
}

fn works(command: &Command) -> bool {
    !command.substitution && !command.words.is_empty() && command.name().is_none_or(|name| !HARMLESS.contains(&name))
}
