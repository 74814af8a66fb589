//! Parts of a Dockerfile taken out without a trace: commands of a RUN, words of a command, pairs of ENV, sources of COPY.

use super::edits::is_blank_gap;
use super::{Run, Step};
use crate::diagnostic::Edit;
use crate::shell::{Command, Joint};
use crate::source::{Source, Span};

/// Commands of a RUN, by their numbers in order, with what joins them to the others; the whole RUN where no other is left. `None`
/// where they do not stand side by side with the others: in a pipe, a condition, a subshell, beside a comment or `||`.
pub(super) fn commands(run: &Run<'_>, gone: &[usize]) -> Option<Vec<Edit>> {
    let [piece] = run.facts.pieces.as_slice() else { return None };
    let all = &piece.script.commands;
    if gone.is_empty() || !run.is_plain() || run.step.onbuild || !gone.iter().all(|at| stands_free(all, *at)) {
        return None;
    }
    if gone.len() == all.len() {
        return Some(vec![Edit::delete(run.step.file.cut(run.step.instruction))]);
    }
    let source = run.step.file.source;
    let edits = gone.iter().map(|&at| {
        let leads = (0..at).all(|before| gone.contains(&before));
        let (span, gap) = if leads {
            let next = all.get(at + 1)?;
            (Span::new(all[at].span.start, next.span.start), Span::new(all[at].span.end, next.span.start))
        } else {
            let before = all.get(at - 1)?;
            (Span::new(before.span.end, all[at].span.end), Span::new(before.span.end, all[at].span.start))
        };
        joins_only(source, gap).then(|| Edit::delete(span))
    });
    edits.collect()
}

/// Whether a command is one of a list whose others do not depend on what it says.
fn stands_free(all: &[Command], at: usize) -> bool {
    let free = |command: &Command| {
        !(command.conditional
            || command.subshell
            || command.guarded
            || command.negated
            || command.background
            || command.pipeline.is_some()
            || command.in_function.is_some()
            || command.or_else.is_some()
            || command.joined_by == Joint::Or)
    };
    all.get(at).is_some_and(free) && all.get(at + 1).is_none_or(|next| next.joined_by != Joint::Or)
}

/// Whether the text between two commands is one `&&` or `;`, blanks and line ends aside.
fn joins_only(source: &Source, gap: Span) -> bool {
    let text = source.slice(gap).replace(['\\', '`'], " ");
    matches!(text.trim(), "&&" | ";")
}

/// Words that follow each other, with the blanks and continued lines in front of them.
pub(super) fn words(source: &Source, words: Span) -> Option<Edit> {
    let before = source.text().get(..words.start as usize)?;
    let start = u32::try_from(before.trim_end_matches([' ', '\t', '\n', '\r', '\\', '`']).len()).ok()?;
    Some(Edit::delete(Span::new(start, words.end)))
}

/// One pair of ENV, ARG or LABEL, with the blanks to its neighbour, or the whole instruction. `None` where a comment would go too.
pub(super) fn pair(step: &Step<'_>, pair: Span) -> Option<Edit> {
    let all: Vec<Span> = step.instruction.kind.settings().map(|pair| pair.span).collect();
    let at = all.iter().position(|span| *span == pair)?;
    if all.len() == 1 {
        return (!step.onbuild).then(|| Edit::delete(step.file.cut(step.instruction)));
    }
    // The first of several is cut with what stands behind it, any other with what stands in front.
    let (span, gap) = match at.checked_sub(1).and_then(|before| all.get(before)) {
        Some(before) => (Span::new(before.end, pair.end), Span::new(before.end, pair.start)),
        None => (Span::new(pair.start, all.get(1)?.start), Span::new(pair.end, all.get(1)?.start)),
    };
    is_blank_gap(step.file.source, gap).then(|| Edit::delete(span))
}

/// One source of COPY or ADD, or the whole instruction where it is the only one.
pub(super) fn copied(step: &Step<'_>, source: Span) -> Option<Edit> {
    let transfer = step.instruction.kind.transfer().filter(|transfer| !transfer.json && !step.onbuild)?;
    if !transfer.heredoc_sources.is_empty() {
        return None;
    }
    if transfer.sources.len() == 1 {
        return Some(Edit::delete(step.file.cut(step.instruction)));
    }
    words(step.file.source, source)
}
