//! One layout for Dockerfiles, as edits on the text: what is no layout stays byte by byte. What cannot be laid out for certain
//! stays as it is, an instruction or the whole file. Nothing here reads or writes.

mod blanks;
mod indent;
mod lines;
mod parts;
mod words;

pub use blanks::{Blemish, Problem, blemishes};
pub use indent::Indent;

use crate::diagnostic::{Edit, Fix, Safety};
use crate::dockerfile::{self, Dockerfile, Escape, SyntaxError};
use crate::fix;
use crate::meaning::{Meaning, commands};
use crate::source::{Source, Span};

/// How often a text is laid out again: a layout that is not settled by then is not trusted.
const MOST_ROUNDS: usize = 5;

/// What the user wants besides the one layout.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// One step of indentation; `None`: what the file itself uses most.
    pub indent: Option<Indent>,
    /// How lines end; `None`: as they do.
    pub line_end: Option<LineEnd>,
    /// Whether the last line gets an end where it has none.
    pub final_newline: bool,
    /// Whether blanks at the end of lines go.
    pub trim: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { indent: None, line_end: None, final_newline: true, trim: true }
    }
}

/// How lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineEnd {
    /// `\n`
    Lf,
    /// `\r\n`
    CrLf,
}

/// What became of a text.
#[derive(Debug)]
pub enum Formatted {
    /// It is laid out already.
    Unchanged,
    /// The text laid out.
    Changed(Source),
    /// A template, which is no Dockerfile yet; it stays as it is.
    Template,
    /// The builder could not read it; it stays as it is.
    Broken(SyntaxError),
    /// The result would have meant something else, or would never have settled: a mistake of lotse. The text stays as it is.
    Mistake,
}

/// Lays out a Dockerfile.
pub fn format(source: &Source, style: &Style) -> Formatted {
    let before = dockerfile::parse(source);
    if dockerfile::template_marker(source, &before).is_some() {
        return Formatted::Template;
    }
    if let Some(error) = before.errors.first() {
        return Formatted::Broken(error.clone());
    }
    let Some(after) = settled(source, &before, style) else { return Formatted::Mistake };
    let Some(after) = after else { return Formatted::Unchanged };
    let parsed = dockerfile::parse(&after);
    let says = Meaning::of(source, &before);
    if parsed.errors.is_empty() && says.difference(&Meaning::of(&after, &parsed), &[]).is_none() {
        Formatted::Changed(after)
    } else {
        Formatted::Mistake
    }
}

/// What there is to edit in one go, in no order.
pub fn edits(source: &Source, dockerfile: &Dockerfile, style: &Style) -> Vec<Edit> {
    let unit = indent::Unit {
        step: style.indent.unwrap_or_else(|| indent::of_file(source, dockerfile)),
        is_asked_for: style.indent.is_some(),
    };
    let mut edits = Vec::new();
    for blemish in blanks::plain(source, dockerfile).0 {
        let wanted = match blemish.problem {
            Problem::TrailingBlanks => style.trim,
            Problem::NoLineEnd => style.final_newline,
            Problem::EmptyLines | Problem::MixedIndent => true,
        };
        if wanted {
            edits.push(blemish.edit);
        }
    }
    edits.extend(blanks::before_stages(source, dockerfile));
    let is_shell = dockerfile.escape == Escape::Backslash && commands::are_shell(source, dockerfile);
    for instruction in &dockerfile.instructions {
        words::edits(source, instruction, &mut edits);
        lines::edits(source, dockerfile, instruction, is_shell, unit, &mut edits);
    }
    edits
}

/// The text laid out until nothing is left to do, `Some(None)` for the text itself; `None` where that never happens.
#[expect(clippy::option_option, reason = "no change and no end are different answers")]
fn settled(source: &Source, before: &Dockerfile, style: &Style) -> Option<Option<Source>> {
    let mut edits = edits(source, before, style);
    let mut after: Option<Source> = None;
    for _ in 0..MOST_ROUNDS {
        let text = after.as_ref().unwrap_or(source);
        if edits.is_empty() {
            edits = style.line_end.map_or_else(Vec::new, |wanted| line_ends(text, wanted));
        }
        if edits.is_empty() {
            return Some(after);
        }
        let text = applied(text, edits)?;
        edits = self::edits(&text, &dockerfile::parse(&text), style);
        after = Some(text);
    }
    None
}

/// The text with the edits made; `None` where they overlap.
fn applied(source: &Source, edits: Vec<Edit>) -> Option<Source> {
    let fix = Fix { title: String::new(), safety: Safety::Safe, edits, creates: None };
    fix::apply(source, std::iter::once(&fix)).0
}

/// Edits that give all lines the same end; none where a heredoc's text would change.
fn line_ends(source: &Source, wanted: LineEnd) -> Vec<Edit> {
    let text = source.text();
    if text.contains("<<") {
        return Vec::new();
    }
    let ends = text.match_indices('\n').map(|(at, _)| (at, text[..at].ends_with('\r')));
    match wanted {
        LineEnd::Lf => ends
            .filter(|(_, carriage)| *carriage)
            .map(|(at, _)| Edit::delete(Span::new(offset(at) - 1, offset(at))))
            .collect(),
        LineEnd::CrLf => ends.filter(|(_, carriage)| !carriage).map(|(at, _)| Edit::insert(offset(at), "\r")).collect(),
    }
}

/// An offset as spans keep it: sources are never larger.
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
