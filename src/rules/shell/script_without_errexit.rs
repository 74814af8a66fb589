//! A script that goes on after a command has failed.

use super::super::prelude::*;
use crate::knowledge::failures::is_harmless_in_script;
use crate::shell::shebang;

pub(crate) static RULE: Rule = Rule::new("script-without-errexit", Group::Shell, Severity::Info)
    .recommended()
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/script-without-errexit.md"))
    .checks(&[Check::Script(check)]);

/// How many commands make a script in which it matters.
const FEW: usize = 3;

/// The fix is unsafe: the script may rely on going on.
fn check(view: &ScriptView<'_>, findings: &mut Findings) {
    let (file, script) = (view.script, &view.script.piece.script);
    let by_shebang = shebang(file.source.text()).is_some_and(|(_, _, options)| options.errexit);
    if file.sourced || by_shebang || script.broken.is_some() || script.sets_errexit() {
        return;
    }
    let works: Vec<&Command> = script.commands.iter().filter(|command| works(command)).collect();
    // The last one's status is the script's.
    let Some((_, before)) = works.split_last().filter(|_| works.len() >= FEW) else { return };
    let Some(unchecked) = before.iter().find(|command| command.failure_matters()) else { return };
    let first = script.commands.iter().find(|command| !command.words.is_empty() || !command.assignments.is_empty());
    let span = file.shebang.or_else(|| first.map(Command::words_span)).unwrap_or_default();
    let edit = match file.shebang {
        Some(shebang) => Edit::insert(shebang.end, "\nset -e"),
        None => Edit::insert(0, "set -e\n"),
    };
    findings
        .at(span, format!("the script goes on when {} fails", unchecked.name().unwrap_or("a command")))
        .label(unchecked.words_span(), "nobody looks at the status of this")
        .help("add `set -e`, so that it ends with the first failure")
        .fix("Add `set -e`", Safety::Unsafe, [edit]);
}

fn works(command: &Command) -> bool {
    !command.substitution && !command.words.is_empty() && !command.name().is_some_and(is_harmless_in_script)
}
