//! A Dockerfile made of an image's history: for reading, and for showing findings in. It parses, and its lines say what was run.

use super::history::Instruction;
use crate::dockerfile::{Keyword, heredocs_of_line};
use crate::source::Span;

/// Characters of a step that are shown.
const LONGEST: usize = 4000;
/// A RUN that is longer than this has each of its commands on a line of its own.
const LINE: usize = 100;

/// The text and its places.
pub(super) struct Rendered {
    pub(super) text: String,
    /// Of each step.
    pub(super) keywords: Vec<Option<Span>>,
    /// The FROM of the image itself.
    pub(super) whole: Span,
}

/// Writes the steps, those of the base image as a stage of its own.
pub(super) fn render(steps: &[Instruction], of_base: Option<usize>) -> Rendered {
    let mut out = Rendered { text: String::new(), keywords: Vec::new(), whole: Span::empty(0) };
    let of_base = of_base.unwrap_or(0).min(steps.len());
    if of_base == 0 {
        out.from("FROM scratch\n");
    } else {
        out.from("FROM scratch AS base\n");
        steps[..of_base].iter().for_each(|step| out.step(step));
        out.text.push('\n');
        out.from("FROM base\n");
    }
    steps[of_base..].iter().for_each(|step| out.step(step));
    out
}

impl Rendered {
    fn from(&mut self, line: &str) {
        let start = self.text.len();
        self.text.push_str(line);
        self.whole = span(start, start + line.trim_end().len());
    }

    fn step(&mut self, step: &Instruction) {
        let start = self.text.len();
        let text = written(step);
        let marked = if step.keyword == Keyword::Unknown { text.trim_end().len() } else { step.keyword.name().len() };
        let is_comment = text.starts_with('#');
        self.text.push_str(&text);
        let end = if is_comment { start + text.trim_end().len() } else { start + marked };
        self.keywords.push(Some(span(start, end)));
    }
}

fn span(start: usize, end: usize) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(start), offset(end))
}

/// A step as one or several lines, line end included.
fn written(step: &Instruction) -> String {
    let arguments: String = step.shown_arguments().trim().chars().take(LONGEST).collect();
    let arguments = arguments.trim_end_matches('\\').trim_end();
    if step.keyword == Keyword::Unknown || arguments.is_empty() {
        let text = format!("{} {arguments}", step.keyword.name());
        return format!("# {}\n", one_line(&text).trim().trim_start_matches('#').trim_start());
    }
    let name = step.keyword.name();
    if arguments.contains('\n') && step.keyword == Keyword::Run {
        let mark = ["EOF", "END", "SCRIPT"].into_iter().find(|mark| !arguments.contains(mark));
        if let Some(mark) = mark {
            return format!("RUN <<{mark}\n{arguments}\n{mark}\n");
        }
    }
    let arguments = one_line(arguments);
    let line = format!("{name} {arguments}");
    if !heredocs_of_line(&line).is_ok_and(|openers| openers.is_empty()) {
        // The body is not told.
        return format!("# {line}\n");
    }
    if step.keyword == Keyword::Run && line.chars().count() > LINE {
        return format!("{}\n", arguments.split(" && ").fold(name.to_owned(), add_command));
    }
    format!("{line}\n")
}

fn add_command(mut text: String, command: &str) -> String {
    text.push_str(if text == Keyword::Run.name() { " " } else { " \\\n    && " });
    text.push_str(command.trim());
    text
}

/// The text with single blanks where it has line ends, tabs or several blanks.
fn one_line(text: &str) -> String {
    text.split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
