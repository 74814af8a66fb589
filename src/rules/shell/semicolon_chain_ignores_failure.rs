//! Commands joined so that only the last one counts.

use super::super::prelude::*;
use crate::facts::PieceOrigin;
use crate::facts::pipes::{asks_version, is_filter};
use crate::shell::{Command, Form, Joint, Options, Script, Statement};
use crate::source::Source;

pub(crate) static RULE: Rule = Rule::new("semicolon-chain-ignores-failure", Group::Shell, Severity::Warning)
    .recommended()
    .aliases(&["dockerfile_lint:no_ampersand_usage"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/semicolon-chain-ignores-failure.md"))
    .checks(&[Check::Run(check)]);

/// One finding for each RUN, as one repair mends all of it; unsafe, because the RUN may rely on a failure that nobody saw.
fn check(run: &Run<'_>, findings: &mut Findings) {
    let [piece, ..] = run.facts.pieces.as_slice() else { return };
    let script = &piece.script;
    let outer = Options { errexit: run.facts.errexit, ..Options::default() };
    if piece.origin != PieceOrigin::Shell
        || !piece.dialect.is_shell()
        || script.broken.is_some()
        || script.statements.len() < 2
        || ends_in_success(script)
    {
        return;
    }
    let source = run.step.file.source;
    let culprit = script.statements.windows(2).find_map(|pair| {
        let commands = script.commands.get(pair[0].commands.clone())?;
        // `set -e && …` holds for its own list already.
        let safe = script.options_before(pair[0].commands.end.saturating_sub(1), outer).errexit;
        let separator = separator(source, &pair[0], &pair[1])?;
        let may_fail = !safe && !pair[0].background && !is_guard(pair[0].form, commands);
        let failing = commands.iter().find(|command| matters(command))?;
        may_fail.then_some((separator, failing))
    });
    let Some((separator_span, failing)) = culprit else { return };
    let name = failing.name().unwrap_or("this command");
    let finding = findings
        .at(separator_span, format!("the RUN goes on when {name} fails: behind `;` nobody looks at its status"))
        .help("join with `&&`, or begin with `set -e`");
    if let Some(edits) = repair(source, script) {
        finding.fix("Join with `&&`", Safety::Unsafe, edits);
    }
}

/// `exit 0` or `true` at the end: nobody wants to know.
fn ends_in_success(script: &Script) -> bool {
    let last = script.statements.last().and_then(|last| script.commands.get(last.commands.clone()));
    last.and_then(<[Command]>::first).is_some_and(|command| matches!(command.name(), Some("true" | ":" | "exit")))
}

/// Whether a statement's status is looked at, or is no matter of success: a condition, `|| true`, a block.
fn is_guard(form: Form, commands: &[Command]) -> bool {
    let Some(first) = commands.first() else { return true };
    let asks =
        matches!(first.name(), Some("[" | "[[" | "test" | "grep" | "command" | "which" | "type" | "id" | "getent"));
    let caught = commands.iter().any(|command| command.joined_by == Joint::Or);
    !matches!(form, Form::Simple | Form::List) || caught || asks || commands.iter().all(|command| !matters(command))
}

/// Commands that do not fail where it matters.
const HARMLESS: &[&str] = &[
    ".", ":", "alias", "command", "date", "debconf-set-selections", "echo", "export", "hash", "id", "ls", "printf",
    "pwd", "rm", "set", "shopt", "sleep", "sync", "trap", "true", "type", "ulimit", "umask", "unset", "which",
    "whoami",
];

/// Whether a failure of a command is worth knowing.
fn matters(command: &Command) -> bool {
    // What only passes on what it reads does not fail by itself.
    let last_of_pipe = command.pipeline.is_some_and(|(_, position)| position > 0);
    if last_of_pipe && is_filter(command) {
        return false;
    }
    let Some(name) = command.name() else { return !command.words.is_empty() };
    let creates = name == "mkdir" && command.words.iter().any(|word| word.is("-p"));
    !creates && !HARMLESS.contains(&name) && !asks_version(command)
}

/// The `;` between two statements.
fn separator(source: &Source, before: &Statement, behind: &Statement) -> Option<Span> {
    let gap = Span::new(before.span.end, behind.span.start.max(before.span.end));
    let text = source.slice(gap);
    let at = u32::try_from(text.find(';')?).ok()?;
    let rest = text.replacen(';', "", 1);
    let plain = rest.chars().all(|c| c.is_ascii_whitespace() || c == '\\' || c == '`');
    plain.then(|| Span::new(gap.start + at, gap.start + at + 1))
}

/// `&&` in the place of each `;`, where all of them are plain.
fn repair(source: &Source, script: &Script) -> Option<Vec<Edit>> {
    script
        .statements
        .windows(2)
        .map(|pair| {
            let commands = script.commands.get(pair[0].commands.clone())?;
            let span = separator(source, &pair[0], &pair[1])?;
            let simple = matches!(pair[0].form, Form::Simple | Form::List);
            let guard = commands.iter().any(matters) && is_guard(pair[0].form, commands);
            let before = source.text().as_bytes().get((span.start as usize).checked_sub(1)?)?;
            let blank = if before.is_ascii_whitespace() { "" } else { " " };
            (simple && !guard && !pair[0].background).then(|| Edit { span, replacement: format!("{blank}&&") })
        })
        .collect()
}
