//! The lines of a source around some places, for people: clipped, and with nothing in them that moves the cursor.

use super::text::{escaped, shown};
use crate::source::{Source, Span};

/// Columns that a rendered line of source has at most, so that a line of megabytes stays readable.
const LINE: usize = 160;
/// Columns of it that are shown before the place.
const BEFORE: usize = 60;
/// Lines that an underlined place has at most; of a longer one the first line is underlined.
const LINES: u32 = 4;

/// The first line of a span of too many lines.
pub(super) fn shortened(source: &Source, span: Span) -> Span {
    let lines = source.lines();
    let first = lines.line(span.start);
    if lines.line(span.end) - first < LINES {
        return span;
    }
    let line = lines.span(first);
    let text = source.slice(Span::new(span.start, line.end)).trim_end_matches(['\n', '\r']);
    Span::new(span.start, span.start + u32::try_from(text.len()).unwrap_or(0))
}

/// The lines of the source that are shown, clipped and made safe, and how offsets in the source map to it.
pub(super) struct Excerpt {
    pub(super) path: String,
    pub(super) text: String,
    pub(super) lines: Vec<Line>,
}

/// A line of an excerpt.
pub(super) struct Line {
    /// Its number in the source, from 0.
    pub(super) number: u32,
    /// Where it begins in the excerpt.
    pub(super) start: usize,
    /// For each character its offset in the source and in the excerpt, and at last those of the line's end.
    pub(super) map: Vec<(u32, usize)>,
    /// The column of its first character in the source, from 0.
    pub(super) column: usize,
}

impl Excerpt {
    pub(super) fn new(source: &Source, spans: &[Span]) -> Self {
        let lines = source.lines();
        let mut wanted: Vec<(u32, u32)> = Vec::new();
        let empty_end = lines.count() > 1 && lines.span(lines.count()).is_empty();
        let end = lines.count() - u32::from(empty_end);
        for span in spans {
            let (first, last) = (lines.line(span.start), lines.line(span.end));
            for number in first.saturating_sub(1).max(1)..=last.max((last + 1).min(end)) {
                let inside = number == first;
                wanted.push((number, if inside { span.start } else { lines.span(number).start }));
            }
        }
        // Of several wishes for one line the one that looks furthest into it counts.
        wanted.sort_unstable_by_key(|(number, focus)| (*number, std::cmp::Reverse(*focus)));
        wanted.dedup_by_key(|(number, _)| *number);
        let mut excerpt = Self {
            path: escaped(&source.path().to_string_lossy()).into_owned(),
            text: String::new(),
            lines: Vec::with_capacity(wanted.len()),
        };
        for (number, focus) in wanted {
            excerpt.add_line(source, number, focus);
        }
        excerpt
    }

    /// Adds the part of a line around `focus`.
    fn add_line(&mut self, source: &Source, number: u32, focus: u32) {
        let span = source.lines().span(number);
        let line = source.slice(span);
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        let focus = (focus - span.start) as usize;
        let before = line.get(..focus).unwrap_or(line);
        let cut = before.char_indices().rev().nth(BEFORE - 1).map_or(0, |(at, _)| at);
        // A short beginning is worth more than a mark that something is missing.
        let from = if line.char_indices().nth(LINE).is_none() { 0 } else { cut };
        let start = self.text.len();
        let offset = |at: usize| span.start + u32::try_from(at).unwrap_or(u32::MAX - span.start);
        let column = source.lines().position(source.text(), offset(from)).column as usize - 1;
        if from > 0 {
            self.text.push('…');
        }
        let mut map = Vec::new();
        let mut end = line.len();
        for (count, (at, c)) in line[from..].char_indices().enumerate() {
            map.push((offset(from + at), self.text.len()));
            if count == LINE {
                self.text.push('…');
                end = from + at;
                break;
            }
            self.text.push(if c == '\t' { c } else { shown(c) });
        }
        map.push((offset(end), self.text.len()));
        self.text.push('\n');
        self.lines.push(Line { number: number - 1, start, map, column });
    }

    /// Offset and length of a span in the excerpt.
    pub(super) fn place(&self, span: Span) -> (usize, usize) {
        let start = self.offset(span.start);
        (start, self.offset(span.end).max(start) - start)
    }

    fn offset(&self, offset: u32) -> usize {
        let first = |line: &Line| line.map.first().map_or(0, |(at, _)| *at);
        let line = self.lines.partition_point(|line| first(line) <= offset).saturating_sub(1);
        self.lines.get(line).map_or(0, |line| {
            let index = line.map.partition_point(|(at, _)| *at < offset);
            line.map.get(index).or(line.map.last()).map_or(line.start, |(_, at)| *at)
        })
    }
}
