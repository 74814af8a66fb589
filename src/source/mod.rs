//! The text of one file and places in it. Nothing here knows what the text means.

mod line_index;

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub use line_index::{LineIndex, Position};

/// A half-open range of byte offsets into the raw file, `start..end`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset behind the last byte; never below `start`.
    pub end: u32,
}

impl Span {
    /// A span of the given bytes.
    pub fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// A span without bytes, in front of the byte at `offset`.
    pub fn empty(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// Its length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same bytes of a text that begins at `base`.
    #[must_use]
    pub fn moved(self, base: u32) -> Self {
        Self { start: self.start.saturating_add(base), end: self.end.saturating_add(base) }
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// What lies between it and a later span; empty where they touch or overlap.
    #[must_use]
    pub fn until(self, later: Self) -> Self {
        Self { start: self.end, end: later.start.max(self.end) }
    }

    /// Whether `offset` lies inside.
    pub fn contains(self, offset: u32) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether all of `other` lies inside.
    pub fn encloses(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Some of its bytes, counted from its first.
    #[must_use]
    pub fn part(self, part: std::ops::Range<usize>) -> Self {
        let offset = |bytes: usize| u32::try_from(bytes).map_or(self.end, |bytes| self.end.min(self.start + bytes));
        Self { start: offset(part.start), end: offset(part.end) }
    }

    /// The same bytes as a range to slice with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What stands for a byte that is no part of a valid UTF-8 character, so that text and file have equal offsets.
pub const SUBSTITUTE: char = '\u{1A}';

/// The largest file that is read, in bytes: offsets are `u32`, and no Dockerfile comes near.
pub const MAX_BYTES: usize = 1 << 30;

/// One file: its display path and its text.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    text: String,
    /// The bytes of a file that is not all text.
    raw: Option<Box<[u8]>>,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// A source from text that is already valid UTF-8. Text behind [`MAX_BYTES`] is dropped.
    pub fn new(path: impl Into<PathBuf>, text: impl Into<String>) -> Self {
        let mut text = text.into();
        if text.len() > MAX_BYTES {
            text.truncate(text.floor_char_boundary(MAX_BYTES));
        }
        Self { path: path.into(), text, raw: None, lines: OnceLock::new() }
    }

    /// A source from raw bytes: each byte that is no part of a valid character becomes [`SUBSTITUTE`], so every offset
    /// into the text is an offset into the file.
    pub fn from_bytes(path: impl Into<PathBuf>, bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::new(path, text),
            Err(error) => {
                let bytes = error.into_bytes();
                let mut text = String::with_capacity(bytes.len());
                for chunk in bytes.utf8_chunks() {
                    text.push_str(chunk.valid());
                    text.extend(std::iter::repeat_n(SUBSTITUTE, chunk.invalid().len()));
                }
                Self { raw: Some(bytes.into()), ..Self::new(path, text) }
            }
        }
    }

    /// The path as it is shown to the user.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the file: those of the text, but where they were no text.
    pub fn bytes(&self) -> &[u8] {
        self.raw.as_deref().unwrap_or(self.text.as_bytes())
    }

    /// The text of a span; empty where the span is not within the text or not on character boundaries.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }

    /// Where lines begin; computed at first use.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }
}

/// The last part of a path with slashes; empty where it ends in one.
pub fn file_name(path: &str) -> &str {
    memchr::memrchr(b'/', path.as_bytes()).map_or(path, |slash| &path[slash + 1..])
}
