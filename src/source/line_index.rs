//! Lines and columns, computed at the edge: everything inside speaks of bytes.

use super::Span;

/// A place as people and editors count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The offset in bytes, from 0.
    pub offset: u32,
}

/// Where each line of a text begins. A line ends with `\n`; a `\r` before it belongs to the line's end.
#[derive(Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
    length: u32,
    /// The number of characters in front of each block of bytes, so that a column in a line of megabytes costs no more
    /// than one in a short line. Empty where every character is a byte.
    marks: Vec<u32>,
}

/// Bytes of a line, in most files more.
const USUAL_LINE: usize = 32;

/// Bytes of a block.
const BLOCK: usize = 1024;

impl LineIndex {
    /// Reads the line starts of `text`.
    pub fn new(text: &str) -> Self {
        let ends = memchr::memchr_iter(b'\n', text.as_bytes());
        let mut starts = Vec::with_capacity(text.len() / USUAL_LINE + 2);
        starts.push(0);
        starts.extend(ends.map(|end| u32::try_from(end + 1).unwrap_or(u32::MAX)));
        let mut marks = Vec::new();
        if !text.is_ascii() {
            let mut before = 0;
            for block in text.as_bytes().chunks(BLOCK) {
                marks.push(before);
                before += characters(block);
            }
            marks.push(before);
        }
        Self { starts, length: u32::try_from(text.len()).unwrap_or(u32::MAX), marks }
    }

    /// The number of lines; a text that ends in `\n` has an empty last line.
    pub fn count(&self) -> u32 {
        u32::try_from(self.starts.len()).unwrap_or(u32::MAX)
    }

    /// The line, from 1, that holds the byte at `offset`.
    pub fn line(&self, offset: u32) -> u32 {
        u32::try_from(self.starts.partition_point(|start| *start <= offset)).unwrap_or(u32::MAX)
    }

    /// The bytes of `line` (from 1), its line end included.
    pub fn span(&self, line: u32) -> Span {
        let index = line.max(1) as usize - 1;
        let start = self.starts.get(index).copied().unwrap_or(self.length);
        Span::new(start, self.starts.get(index + 1).copied().unwrap_or(self.length))
    }

    /// Line, column and offset of a byte of `text`, the text this index was made from.
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.span(line).start;
        let column = self.characters_before(text, offset) - self.characters_before(text, start) + 1;
        Position { line, column, offset }
    }

    /// The number of characters in front of a byte of `text`.
    fn characters_before(&self, text: &str, offset: u32) -> u32 {
        let offset = offset.min(self.length) as usize;
        let block = offset / BLOCK;
        match self.marks.get(block) {
            None => u32::try_from(offset).unwrap_or(u32::MAX),
            Some(before) => {
                let part = text.as_bytes().get(block * BLOCK..offset).unwrap_or(&[]);
                before + characters(part)
            }
        }
    }
}

/// The number of characters that begin in some bytes of valid UTF-8.
fn characters(bytes: &[u8]) -> u32 {
    let first = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
    u32::try_from(bytes.iter().filter(first).count()).unwrap_or(u32::MAX)
}
