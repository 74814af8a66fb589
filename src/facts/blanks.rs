//! Blanks that no formatter would leave: at the ends of lines, empty lines, indentation, the end of the file.

use crate::dockerfile::Dockerfile;
use crate::source::{Source, Span};

/// The needless blanks of a file.
#[derive(Debug, Default)]
pub struct NeedlessBlanks {
    /// The first place that is not as it should be, and what is wrong there.
    pub first: Option<(Span, &'static str)>,
    /// What can be cut.
    pub cuts: Vec<Span>,
    /// What the end of the file lacks.
    pub end: Option<&'static str>,
}

impl NeedlessBlanks {
    /// Finds them; comments and the bodies of heredocs stay as they are.
    pub fn of(source: &Source, dockerfile: &Dockerfile) -> Self {
        let text = source.text();
        let mut found = Self::default();
        let mut kept = kept(dockerfile).into_iter().peekable();
        let mut start = 0;
        let mut empty_lines = 0_u32;
        for line in text.split_inclusive('\n') {
            let whole = Span::new(start, start + length(line));
            start = whole.end;
            while kept.next_if(|span| span.end <= whole.start).is_some() {}
            if kept.peek().is_some_and(|span| span.start < whole.end) {
                empty_lines = 0;
                continue;
            }
            let bare = line.trim_end_matches(['\n', '\r']);
            let blank = bare.trim_matches([' ', '\t']).is_empty();
            empty_lines = if blank { empty_lines + 1 } else { 0 };
            found.line(bare, whole, empty_lines);
        }
        if !text.is_empty() && !text.ends_with('\n') {
            let end = length(text);
            let last = text.char_indices().next_back().map_or(end, |(at, _)| u32::try_from(at).unwrap_or(end));
            // What stands in a heredoc or a comment goes on to the end as well.
            found.note(Span::new(last, end), "the last line has no end");
            found.end = Some(if text.contains("\r\n") { "\r\n" } else { "\n" });
        }
        found
    }

    /// Looks at a line without its end, which is the last of so many empty lines.
    fn line(&mut self, bare: &str, whole: Span, empty_lines: u32) {
        let trimmed = bare.trim_end_matches([' ', '\t']);
        let blanks = whole.part(trimmed.len()..bare.len());
        if !blanks.is_empty() {
            self.note(blanks, "blanks stand at the end of a line");
        }
        if empty_lines == 2 {
            self.note(Span::empty(whole.start), "two empty lines stand together");
        }
        // The line goes with its end; blanks on it are part of it.
        let cut = if empty_lines >= 2 { whole } else { blanks };
        self.cuts.extend(Some(cut).filter(|cut| !cut.is_empty()));
        let indent = &bare[..bare.len() - bare.trim_start_matches([' ', '\t']).len()];
        if !trimmed.is_empty() && indent.contains(" \t") {
            self.note(whole.part(0..indent.len()), "a tab stands behind a blank");
        }
    }

    fn note(&mut self, span: Span, problem: &'static str) {
        if self.first.is_none_or(|(known, _)| span.start < known.start) {
            self.first = Some((span, problem));
        }
    }
}

/// Text that stays as it is, in the order of the file.
fn kept(dockerfile: &Dockerfile) -> Vec<Span> {
    let comments = dockerfile.comments.iter().map(|comment| comment.span);
    let bodies = dockerfile.instructions.iter().flat_map(|instruction| {
        instruction.heredocs.iter().chain(&instruction.unwrapped().heredocs).map(|heredoc| heredoc.body)
    });
    let mut all: Vec<Span> = comments.chain(bodies).filter(|span| !span.is_empty()).collect();
    all.sort_unstable();
    all
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
