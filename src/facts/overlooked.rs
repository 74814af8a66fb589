//! Failures behind which a text goes on: `;` between statements whose status nobody looks at.

use super::paths::is_system_folder;
use super::pipes::{asks_version, is_filter};
use crate::knowledge::failures::{asks_by_status, is_harmless_in_build};
use crate::shell::{Command, Form, Joint, Options, Script, Statement};
use crate::source::{Source, Span};

/// A failure that a `;` hides.
#[derive(Clone, Copy, Debug)]
pub struct Overlooked<'a> {
    /// The `;`.
    pub separator: Span,
    /// The command that may fail.
    pub command: &'a Command,
}

/// The first failure that a `;` of a text hides from a shell that is started with the options `outer`. A command for which `sure` holds
/// cannot fail.
pub fn overlooked<'a>(
    source: &Source,
    script: &'a Script,
    outer: Options,
    sure: impl Fn(&Command) -> bool,
) -> Option<Overlooked<'a>> {
    script.statements.windows(2).find_map(|pair| {
        let commands = script.commands.get(pair[0].commands.clone())?;
        // `set -e && …` holds for its own list already.
        let safe = script.options_before(pair[0].commands.end.saturating_sub(1), outer).errexit;
        let separator = separator(source, &pair[0], &pair[1])?;
        let may_fail = !safe && !pair[0].background && !is_guard(pair[0].form, commands);
        let command = commands.iter().find(|command| matters(command) && !sure(command))?;
        may_fail.then_some(Overlooked { separator, command })
    })
}

/// Each `;` of a text, where all of them may become `&&`.
pub fn joinable(source: &Source, script: &Script) -> Option<Vec<Span>> {
    let pairs = script.statements.windows(2);
    pairs
        .map(|pair| {
            let commands = script.commands.get(pair[0].commands.clone())?;
            let simple = matches!(pair[0].form, Form::Simple | Form::List);
            let guard = commands.iter().any(matters) && is_guard(pair[0].form, commands);
            separator(source, &pair[0], &pair[1]).filter(|_| simple && !guard && !pair[0].background)
        })
        .collect()
}

/// `exit 0` or `true` at the end of a text: nobody wants to know.
pub fn ends_in_success(script: &Script) -> bool {
    let last = script.statements.last().and_then(|last| script.commands.get(last.commands.clone()));
    last.and_then(<[Command]>::first).is_some_and(|command| matches!(command.name(), Some("true" | ":" | "exit")))
}

/// Whether a statement's status is looked at, or is no matter of success: a condition, `|| true`, a block.
fn is_guard(form: Form, commands: &[Command]) -> bool {
    let Some(first) = commands.first() else { return true };
    let caught = commands.iter().any(|command| command.joined_by == Joint::Or);
    !matches!(form, Form::Simple | Form::List)
        || caught
        || first.name().is_some_and(asks_by_status)
        || commands.iter().all(|command| !matters(command))
}

/// Whether a failure of a command is worth knowing.
fn matters(command: &Command) -> bool {
    // What only passes on what it reads does not fail by itself.
    let last_of_pipe = command.pipeline.is_some_and(|(_, position)| position > 0);
    if last_of_pipe && is_filter(command) {
        return false;
    }
    let Some(name) = command.name() else { return !command.words.is_empty() };
    let there = command.folder_of_cd().is_some_and(is_system_folder);
    let creates = name == "mkdir" && command.words.iter().any(|word| word.is("-p"));
    !creates && !there && !is_harmless_in_build(name) && !asks_version(command)
}

/// The `;` between two statements.
fn separator(source: &Source, before: &Statement, behind: &Statement) -> Option<Span> {
    let gap = before.span.until(behind.span);
    let text = source.slice(gap);
    let at = text.find(';')?;
    let plain = text.replacen(';', "", 1).chars().all(|c| c.is_ascii_whitespace() || c == '\\' || c == '`');
    plain.then(|| gap.part(at..at + 1))
}
