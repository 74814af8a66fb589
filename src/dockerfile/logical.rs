//! A logical line: the text that BuildKit joins from continued lines, and where each of its bytes stands in the file.

use std::borrow::Cow;
use std::ops::Range;

use super::Text;
use crate::source::Span;

/// The joined text of one instruction with the way back to the file.
#[derive(Debug)]
pub(super) struct Logical<'a> {
    text: Cow<'a, str>,
    /// The pieces in order: offset in the text, offset in the file. Never empty; offsets never fall.
    pieces: Vec<(u32, u32)>,
}

impl<'a> Logical<'a> {
    /// A line of one piece, borrowed from the file.
    pub(super) fn new(piece: &'a str, raw: u32) -> Self {
        Self { text: Cow::Borrowed(piece), pieces: vec![(0, raw)] }
    }

    /// Appends the text of a continuing line.
    pub(super) fn push(&mut self, piece: &str, raw: u32) {
        if piece.is_empty() {
            return;
        }
        self.pieces.push((offset(self.text.len()), raw));
        self.text.to_mut().push_str(piece);
    }

    /// The joined text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The part of the joined text.
    pub(super) fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    /// Where a range of the joined text stands in the file; an empty one directly behind what is before it.
    pub(super) fn span(&self, range: Range<usize>) -> Span {
        let end = self.raw(range.end, |at, position| at < position);
        if range.is_empty() {
            return Span::empty(end);
        }
        Span::new(self.raw(range.start, |at, position| at <= position), end)
    }

    fn raw(&self, position: usize, holds: fn(u32, u32) -> bool) -> u32 {
        let position = offset(position);
        let index = self.pieces.partition_point(|(at, _)| holds(*at, position)).saturating_sub(1);
        self.pieces.get(index).map_or(0, |(at, raw)| raw + (position - at))
    }

    /// The range as a word of the tree.
    pub(super) fn word(&self, range: Range<usize>) -> Text {
        Text { span: self.span(range.clone()), value: self.slice(range).into() }
    }

    /// The range without white space at its ends.
    pub(super) fn trim(&self, range: Range<usize>) -> Range<usize> {
        let text = self.slice(range.clone());
        let start = range.start + (text.len() - text.trim_start().len());
        start..start + text.trim().len()
    }
}

/// An offset as it is kept: sources never exceed [`crate::source::MAX_BYTES`].
pub(super) fn offset(position: usize) -> u32 {
    u32::try_from(position).unwrap_or(u32::MAX)
}
