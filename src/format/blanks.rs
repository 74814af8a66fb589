//! What cannot be seen: blanks at the end of lines, empty lines, the end of the last line.

use super::{Style, edits, offset};
use crate::diagnostic::Edit;
use crate::dockerfile::{Dockerfile, Instruction, Keyword, Kind};
use crate::source::{Source, Span};

/// A place that no formatter would leave as it is.
#[derive(Debug)]
pub struct Blemish {
    /// What is wrong.
    pub problem: Problem,
    /// The smallest text to point at.
    pub span: Span,
    /// What makes it right.
    pub edit: Edit,
}

/// What may be wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Blanks stand at the end of a line.
    TrailingBlanks,
    /// Empty lines stand together, or at the beginning or the end of the file.
    EmptyLines,
    /// The last line has no end.
    NoLineEnd,
    /// A tab stands behind a blank.
    MixedIndent,
}

/// A line outside of heredocs and comments.
struct Line<'a> {
    /// Its text without its end.
    text: &'a str,
    /// All of it.
    span: Span,
}

/// The blemishes in the order of the file. Comments and the text of heredocs have none.
pub fn blemishes(source: &Source, dockerfile: &Dockerfile) -> Vec<Blemish> {
    let (mut found, mixed) = plain(source, dockerfile);
    if !mixed.is_empty() && dockerfile.errors.is_empty() {
        // In a quoted text they are no layout.
        let edits = edits(source, dockerfile, &Style::default());
        found.extend(mixed.into_iter().filter_map(|span| {
            let edit = edits.iter().find(|edit| edit.span == span)?;
            // A `&&` that the layout would put here is taken from the line before by another edit.
            let rest = edit.replacement.trim_start_matches([' ', '\t']);
            let indent = &edit.replacement[..edit.replacement.len() - rest.len()];
            Some(Blemish { problem: Problem::MixedIndent, span, edit: Edit::replace(span, indent) })
        }));
    }
    found.sort_by_key(|blemish| blemish.span.start);
    found
}

/// The blemishes that need no look at more than a line, and the indentations with a tab behind a blank.
pub(super) fn plain(source: &Source, dockerfile: &Dockerfile) -> (Vec<Blemish>, Vec<Span>) {
    let text = source.text();
    let mut found = Vec::new();
    let mut empty: Vec<Line<'_>> = Vec::new();
    let mut mixed = Vec::new();
    let mut kept = kept(dockerfile).into_iter().peekable();
    let mut start = 0;
    // A comment behind empty lines at the very top could become a directive.
    let mut is_top = !text.trim_start().starts_with('#');
    for whole in text.split_inclusive('\n') {
        let span = Span::new(start, start + offset(whole.len()));
        start = span.end;
        while kept.next_if(|kept| kept.end <= span.start).is_some() {}
        if kept.peek().is_some_and(|kept| kept.start < span.end) {
            empty_lines(&empty, usize::from(!is_top), &mut found);
            empty.clear();
            is_top = false;
            continue;
        }
        let line = Line { text: whole.trim_end_matches(['\n', '\r']), span };
        let trimmed = line.text.trim_end_matches([' ', '\t']);
        if trimmed.is_empty() {
            empty.push(line);
            continue;
        }
        empty_lines(&empty, usize::from(!is_top), &mut found);
        empty.clear();
        is_top = false;
        if trimmed.len() < line.text.len() {
            let span = line.span.part(trimmed.len()..line.text.len());
            found.push(Blemish { problem: Problem::TrailingBlanks, span, edit: Edit::delete(span) });
        }
        let indent = line.text.len() - line.text.trim_start_matches([' ', '\t']).len();
        if line.text[..indent].contains(" \t") {
            mixed.push(line.span.part(0..indent));
        }
    }
    empty_lines(&empty, 0, &mut found);
    if !text.is_empty() && !text.ends_with('\n') && empty.is_empty() {
        found.push(no_line_end(text));
    }
    (found, mixed)
}

/// Of empty lines that stand together so many stay.
fn empty_lines(lines: &[Line<'_>], stay: usize, found: &mut Vec<Blemish>) {
    for (number, line) in lines.iter().enumerate() {
        if number >= stay {
            let edit = Edit::delete(line.span);
            found.push(Blemish { problem: Problem::EmptyLines, span: Span::empty(line.span.start), edit });
        } else if !line.text.is_empty() {
            let span = line.span.part(0..line.text.len());
            found.push(Blemish { problem: Problem::TrailingBlanks, span, edit: Edit::delete(span) });
        }
    }
}

fn no_line_end(text: &str) -> Blemish {
    let end = offset(text.len());
    let last = text.char_indices().next_back().map_or(end, |(at, _)| offset(at));
    let edit = Edit::insert(end, "\n");
    // What stands in a heredoc or a comment goes on to the end as well.
    Blemish { problem: Problem::NoLineEnd, span: Span::new(last, end), edit }
}

/// Text that stays as it is: comments, and the bodies of heredocs.
fn kept(dockerfile: &Dockerfile) -> Vec<Span> {
    let comments = dockerfile.comments.iter().map(|comment| comment.span);
    let bodies = dockerfile.instructions.iter().flat_map(|instruction| {
        let inner = match &instruction.kind {
            Kind::Onbuild(trigger) => trigger.heredocs.as_slice(),
            _ => &[],
        };
        let heredocs = instruction.heredocs.iter().chain(inner);
        heredocs.map(|heredoc| heredoc.body.to(heredoc.terminator))
    });
    let mut all: Vec<Span> = comments.chain(bodies).filter(|span| !span.is_empty()).collect();
    all.sort_unstable();
    all
}

/// Empty lines in front of stages, and of the comments directly above them. A stage of nothing but its FROM may stand together
/// with the next, and arguments of the whole file with the first.
pub(super) fn before_stages(source: &Source, dockerfile: &Dockerfile) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut before: Option<&Instruction> = None;
    let mut in_stage = false;
    for instruction in &dockerfile.instructions {
        let is_from = instruction.keyword == Keyword::From;
        if let Some(before) = before.filter(|before| is_from && in_stage && before.keyword != Keyword::From)
            && let Some(at) = missing_line(source, before.span.end, instruction.span.start)
        {
            edits.push(Edit::insert(at, "\n"));
        }
        in_stage |= is_from;
        before = Some(instruction);
    }
    edits
}

/// Where the empty line belongs that is missing between two instructions.
fn missing_line(source: &Source, from: u32, to: u32) -> Option<u32> {
    let text = source.text().get(from as usize..to as usize)?;
    let mut lines: Vec<&str> = text.split('\n').collect();
    // The rest of the line before, and the indentation of the one behind.
    let indent = lines.pop()?.len();
    lines.get(1..).filter(|between| between.iter().all(|line| !line.trim().is_empty()))?;
    let comments: usize = lines.iter().skip(1).map(|line| line.len() + 1).sum();
    Some(to - offset(indent) - offset(comments))
}
