//! An instruction that became part of a RUN.

use super::super::prelude::*;
use crate::facts::PieceOrigin;
use crate::rules::edits::is_blank_gap;
use crate::shell::Word;
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
                let Some(name) = keyword(word).filter(|name| !functions.contains(name)) else { continue };
                let gap = command.words[..at].last().map(|before| before.span.until(word.span));
                let prints = matches!(command.name(), Some("echo" | "printf"));
                if gap.is_some_and(|gap| prints || !source.slice(gap).contains('\n')) {
                    continue;
                }
                if gap.is_some_and(|gap| is_told_of_empty_line(run, gap)) {
                    continue;
                }
                let finding = findings
                    .at(word.span, format!("`{name}` is no instruction here but part of the RUN above"))
                    .help("end the line before without the escape character, or drop the keyword");
                match (gap, command.words.get(1)) {
                    (Some(gap), _) => finding.fix("End the RUN in front of it", Safety::Unsafe, end_run(source, gap)),
                    (None, Some(next)) if name == "RUN" => {
                        let edit = Edit::delete(Span::new(word.span.start, next.span.start));
                        finding.fix(format!("Drop `{name}`"), Safety::Unsafe, [edit])
                    }
                    (None, _) => finding,
                };
            }
        }
    }
}

/// The keyword of an instruction in capitals, without quotes: no program is called so.
fn keyword(word: &Word) -> Option<&'static str> {
    word.literal.as_deref().filter(|_| !word.quoted).and_then(Keyword::in_capitals)
}

/// Whether the last empty line of the instruction lies in a gap: `empty-continuation-line` names the keyword behind it.
fn is_told_of_empty_line(run: &Run<'_>, gap: Span) -> bool {
    let step = &run.step;
    let last = step.file.dockerfile.empty_continuations.iter().rfind(|line| line.start < step.instruction.span.end);
    last.is_some_and(|line| gap.start <= line.start && line.start < gap.end)
}

fn end_run(source: &Source, gap: Span) -> Option<Edit> {
    is_blank_gap(source, gap).then(|| Edit::replace(gap, "\n"))
}
