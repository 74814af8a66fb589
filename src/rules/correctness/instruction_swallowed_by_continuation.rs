//! An instruction that became part of a RUN.

use super::super::prelude::*;
use crate::facts::PieceOrigin;
use crate::rules::edits::is_blank_gap;
use crate::shell::{Command, Word};
use crate::source::Source;
use std::collections::HashSet;

pub(crate) static RULE: Rule =
    Rule::new("instruction-swallowed-by-continuation", Group::Correctness, Severity::Warning)
        .recommended()
        .fix(FixKind::Unsafe)
        .page(include_str!("../../../rules/correctness/instruction-swallowed-by-continuation.md"))
        .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    let source = run.step.file.source;
    for piece in run.facts.pieces.iter().filter(|piece| piece.origin == PieceOrigin::Shell) {
        let functions: HashSet<&str> = piece.script.functions.iter().map(|function| &*function.name).collect();
        for command in &piece.script.commands {
            for (at, word) in command.words.iter().enumerate() {
                let Some(name) = keyword(word).filter(|name| !functions.contains(name)) else {
                    continue;
                };
                let before = at.checked_sub(1).and_then(|at| command.words.get(at));
                let begins_line = before.is_some_and(|before| source.slice(between(before, word)).contains('\n'));
                if at > 0 && (!begins_line || matches!(command.name(), Some("echo" | "printf"))) {
                    continue;
                }
                if before.is_some_and(|before| is_told_of_empty_line(run, between(before, word))) {
                    continue;
                }
                let finding = findings
                    .at(word.span, format!("`{name}` is no instruction here but part of the RUN above"))
                    .help("end the line before without the escape character, or drop the keyword");
                if let Some((title, edit)) = repair(source, command, at, name) {
                    finding.fix(title, Safety::Unsafe, vec![edit]);
                }
            }
        }
    }
}

/// The keyword of an instruction in capitals, without quotes: no program is called so.
fn keyword(word: &Word) -> Option<&'static str> {
    let text = word.literal.as_deref().filter(|_| !word.quoted)?;
    Keyword::NAMES.into_iter().find(|name| *name == text)
}

/// Whether the last empty line of the instruction lies in a gap: `empty-continuation-line` names the keyword behind it.
fn is_told_of_empty_line(run: &Run<'_>, gap: Span) -> bool {
    let step = &run.step;
    let last = step.file.dockerfile.empty_continuations.iter().rfind(|line| line.start < step.instruction.span.end);
    last.is_some_and(|line| gap.start <= line.start && line.start < gap.end)
}

fn between(before: &Word, word: &Word) -> Span {
    Span::new(before.span.end, word.span.start.max(before.span.end))
}

/// Ends the RUN in front of the keyword, or takes away a RUN that is too much.
fn repair(source: &Source, command: &Command, at: usize, name: &str) -> Option<(String, Edit)> {
    let word = command.words.get(at)?;
    if at == 0 {
        let next = command.words.get(1).filter(|_| name == "RUN")?;
        let edit = Edit { span: Span::new(word.span.start, next.span.start), replacement: String::new() };
        return Some((format!("Drop `{name}`"), edit));
    }
    let gap = between(command.words.get(at - 1)?, word);
    let edit = Edit { span: gap, replacement: "\n".to_owned() };
    is_blank_gap(source, gap).then(|| ("End the RUN in front of it".to_owned(), edit))
}
