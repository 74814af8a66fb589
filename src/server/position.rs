//! Places as the protocol counts them: lines and columns from 0, columns in UTF-16 or, where the client can, in bytes.

use lsp_types::{Position, Range};

use crate::source::{Source, Span};

/// What a column counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    #[default]
    Utf16,
}

impl Encoding {
    /// As the protocol calls it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16 => "utf-16",
        }
    }

    /// The place of an offset.
    pub(super) fn position(self, source: &Source, offset: u32) -> Position {
        let line = source.lines().line(offset);
        let before = source.slice(Span::new(source.lines().span(line).start, offset));
        Position { line: line - 1, character: self.units(before) }
    }

    /// The place of a span.
    pub(super) fn range(self, source: &Source, span: Span) -> Range {
        Range { start: self.position(source, span.start), end: self.position(source, span.end) }
    }

    /// The offset of a place. A column behind the end of its line is its end, and a line behind the last is the end of the text.
    pub(super) fn offset(self, source: &Source, position: Position) -> u32 {
        let line = source.lines().span(position.line.saturating_add(1));
        let text = source.slice(line).trim_end_matches('\n').trim_end_matches('\r');
        let wanted = position.character;
        let bytes = if text.is_ascii() || self == Self::Utf8 {
            text.floor_char_boundary(wanted as usize)
        } else {
            let mut units = 0;
            let behind = text.char_indices().find(|(_, c)| {
                units += u32::try_from(c.len_utf16()).unwrap_or(1);
                units > wanted
            });
            behind.map_or(text.len(), |(at, _)| at)
        };
        line.part(bytes..bytes).start
    }

    /// The span of a range; one that ends before it begins is empty.
    pub(super) fn span(self, source: &Source, range: Range) -> Span {
        let (start, end) = (self.offset(source, range.start), self.offset(source, range.end));
        Span::new(start, end.max(start))
    }

    /// How many columns a text takes.
    fn units(self, text: &str) -> u32 {
        let units = if text.is_ascii() || self == Self::Utf8 { text.len() } else { text.encode_utf16().count() };
        u32::try_from(units).unwrap_or(u32::MAX)
    }
}
