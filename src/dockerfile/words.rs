//! How a logical line falls into words: keyword, flags, and the three ways in which instructions split their arguments.

use std::ops::Range;

use super::convention::{is_blank, is_byte_space};
use super::logical::Logical;
use super::{Escape, Flag, Text};

/// A flag with what its value's parts need to find their places.
#[derive(Debug)]
pub(super) struct RawFlag {
    /// Its bytes in the logical line.
    pub(super) range: Range<usize>,
    /// Offset of the first `=` in the logical line.
    equals: Option<usize>,
    /// Its text without quotes and escapes.
    word: String,
}

impl RawFlag {
    /// The flag for the tree.
    pub(super) fn flag(&self, line: &Logical<'_>) -> Flag {
        let (name, value) = match self.word.split_once('=') {
            Some((name, value)) => (name, Some(value)),
            None => (self.word.as_str(), None),
        };
        let name_end = self.equals.unwrap_or(self.range.end);
        let value_start = self.equals.map_or(self.range.end, |equals| equals + 1);
        Flag {
            span: line.span(self.range.clone()),
            name: Text {
                span: line.span(self.range.start + 2..name_end),
                value: name.strip_prefix("--").unwrap_or(name).into(),
            },
            value: value.map(|value| Text { span: line.span(value_start..self.range.end), value: value.into() }),
        }
    }

    /// Where the value stands, if its text stands there unchanged (without quotes and escapes).
    pub(super) fn plain_value(&self, line: &Logical<'_>) -> Option<Range<usize>> {
        let range = self.equals? + 1..self.range.end;
        let (_, value) = self.word.split_once('=')?;
        (line.slice(range.clone()) == value).then_some(range)
    }
}

/// Splits off the keyword: its range, and the range of what follows it.
pub(super) fn keyword(line: &Logical<'_>, range: Range<usize>) -> (Range<usize>, Range<usize>) {
    let range = line.trim(range);
    let bytes = line.slice(range.clone()).as_bytes();
    let length = bytes.iter().position(|byte| is_blank(*byte)).unwrap_or(bytes.len());
    let blanks = bytes.iter().skip(length).take_while(|byte| is_blank(**byte)).count();
    (range.start..range.start + length, range.start + length + blanks..range.end)
}

/// Splits the flags off the arguments: the flags, and the range of the arguments, trimmed.
///
/// BuildKit goes byte by byte here, so that a character outside ASCII becomes several and may even end a flag.
pub(super) fn flags(line: &Logical<'_>, range: Range<usize>, escape: Escape) -> (Vec<RawFlag>, Range<usize>) {
    let text = line.text();
    let bytes = text.as_bytes().get(..range.end).unwrap_or_default();
    let boundary = |position: usize| text.ceil_char_boundary(position).min(range.end);
    let mut flags = Vec::new();
    let mut position = range.start;
    loop {
        while bytes.get(position).is_some_and(|byte| is_byte_space(*byte)) {
            position += 1;
        }
        let start = position;
        if !bytes.get(start..).is_some_and(|rest| rest.starts_with(b"--")) {
            return (flags, line.trim(boundary(start)..range.end));
        }
        let mut word = String::new();
        let mut equals = None;
        let mut quote = None;
        while let Some(mut byte) = bytes.get(position).copied() {
            if quote.is_none() && is_byte_space(byte) {
                break;
            }
            position += 1;
            if quote == Some(byte) {
                quote = None;
                continue;
            }
            if quote.is_none() && (byte == b'\'' || byte == b'"') {
                quote = Some(byte);
                continue;
            }
            if byte == escape.byte() {
                // At the end it is dropped.
                let Some(next) = bytes.get(position).copied() else { continue };
                position += 1;
                byte = next;
            }
            if byte == b'=' && equals.is_none() {
                equals = Some(position - 1);
            }
            word.push(char::from(byte));
        }
        if word == "--" {
            return (flags, line.trim(boundary(position)..range.end));
        }
        flags.push(RawFlag { range: start..text.floor_char_boundary(position), equals, word });
    }
}

/// The words between blanks.
pub(super) fn blank_separated(line: &Logical<'_>, range: Range<usize>) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = range.start;
    for (index, byte) in line.slice(range.clone()).bytes().enumerate() {
        let position = range.start + index;
        if is_blank(byte) {
            if start < position {
                words.push(start..position);
            }
            start = position + 1;
        }
    }
    if start < range.end {
        words.push(start..range.end);
    }
    words
}

/// The words between white space where quotes and the escape character protect it; both stay in the words.
pub(super) fn quoted(line: &Logical<'_>, range: Range<usize>, escape: Escape) -> Vec<Range<usize>> {
    let escape = char::from(escape.byte());
    let mut words = Vec::new();
    let mut start = None;
    let mut quote = None;
    let mut end = range.end;
    let mut characters = line.slice(range.clone()).char_indices();
    while let Some((index, character)) = characters.next() {
        let position = range.start + index;
        if start.is_none() {
            if character.is_whitespace() {
                continue;
            }
            start = Some(position);
        }
        if quote.is_none() && character.is_whitespace() {
            words.extend(start.take().map(|start| start..position));
            continue;
        }
        if quote == Some(character) {
            quote = None;
        } else if quote.is_none() && (character == '\'' || character == '"') {
            quote = Some(character);
        } else if character == escape && quote != Some('\'') && characters.next().is_none() {
            // At the end it is dropped.
            end = position;
        }
    }
    words.extend(start.map(|start| start..end).filter(|word| !word.is_empty()));
    words
}
