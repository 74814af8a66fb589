//! Keywords in upper case, one blank between words, arrays as `["a", "b"]`.

use super::{offset, parts};
use crate::diagnostic::Edit;
use crate::dockerfile::Instruction;
use crate::source::{Source, Span};

/// Adds the edits of an instruction's words.
pub(super) fn edits(source: &Source, instruction: &Instruction, edits: &mut Vec<Edit>) {
    let parts = parts::of(source, instruction);
    for (span, name) in &parts.keywords {
        replace(source, *span, name, edits);
    }
    let keywords: Vec<u32> = parts.keywords.iter().map(|(span, _)| span.end).collect();
    for pair in parts.words.windows(2) {
        let Some(gap) = between(pair[0], pair[1]) else { continue };
        let text = source.slice(gap);
        // A blank behind an escape character may be part of a word for one reader and none for another.
        let is_escaped = source.text()[..gap.start as usize].ends_with(['\\', '`']);
        let is_layout = !is_escaped && !text.is_empty() && text.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
        if is_layout && (keywords.contains(&gap.start) || !is_aligned(source.text(), gap)) {
            replace(source, gap, " ", edits);
        }
    }
    array(source, &parts, edits);
}

/// The blanks and commas of an array on one line.
fn array(source: &Source, parts: &parts::Parts, edits: &mut Vec<Edit>) {
    let (Some(first), Some(last)) = (parts.strings.first(), parts.strings.last()) else { return };
    let is_blank = |text: &str| text.bytes().all(|byte| matches!(byte, b' ' | b'\t'));
    let before = source.text()[..first.start as usize].rfind('[').map_or(first.start, offset);
    let opening = Span::new(before, first.start);
    if source.slice(opening).strip_prefix('[').is_some_and(is_blank) {
        replace(source, opening, "[", edits);
    }
    let gaps: Vec<Span> = parts.strings.windows(2).filter_map(|pair| between(pair[0], pair[1])).collect();
    for gap in gaps {
        let text = source.slice(gap);
        if text.split_once(',').is_some_and(|(before, behind)| is_blank(before) && is_blank(behind)) {
            replace(source, gap, ", ", edits);
        }
    }
    if let Some(closing) = between(*last, Span::empty(parts.end))
        && source.slice(closing).strip_suffix(']').is_some_and(is_blank)
    {
        replace(source, closing, "]", edits);
    }
}

fn between(before: Span, behind: Span) -> Option<Span> {
    (before.end <= behind.start).then(|| Span::new(before.end, behind.start))
}

/// Whether what stands behind a gap stands in one column with something in the line above or below that begins with the same
/// word: somebody has put it there.
fn is_aligned(text: &str, gap: Span) -> bool {
    let gap = gap.range();
    if text[gap.clone()].contains('\t') {
        return false;
    }
    let start = text[..gap.start].rfind('\n').map_or(0, |at| at + 1);
    let column = gap.end - start;
    let keyword = |line: &str| line.split([' ', '\t']).next().unwrap_or("").to_ascii_uppercase();
    let own = keyword(&text[start..gap.start]);
    let above = start.checked_sub(1).and_then(|end| text[..end].rsplit('\n').next());
    let below = text[gap.end..].split_once('\n').and_then(|(_, rest)| rest.split('\n').next());
    above.into_iter().chain(below).any(|line| {
        let bytes = line.as_bytes();
        keyword(line) == own
            && column > 0
            && bytes.get(column - 1) == Some(&b' ')
            && bytes.get(column).is_some_and(|byte| !matches!(byte, b' ' | b'\t' | b'\r'))
    })
}

fn replace(source: &Source, span: Span, text: &str, edits: &mut Vec<Edit>) {
    if source.slice(span) != text {
        edits.push(Edit::replace(span, text));
    }
}
