//! The source of a finding on the page: its lines with their numbers, the places marked.

use std::io::{self, Write};
use std::iter;
use std::ops::Range;

use super::Text;
use crate::diagnostic::Diagnostic;
use crate::report::excerpt::{Excerpt, shortened};
use crate::report::text::clipped;
use crate::source::{Source, Span};

/// Labels that are shown.
const LABELS: usize = 8;
/// Characters of a label's text.
const LABEL: usize = 200;

pub(super) fn write(source: &Source, finding: &Diagnostic, out: &mut impl Write) -> io::Result<()> {
    let labels = || finding.labels.iter().take(LABELS);
    let spans: Vec<Span> =
        iter::once(finding.span).chain(labels().map(|label| label.span)).map(|span| shortened(source, span)).collect();
    let excerpt = Excerpt::new(source, &spans);
    let places = spans.iter().map(|span| excerpt.place(*span));
    let texts = iter::once(String::new()).chain(labels().map(|label| clipped(&label.message, LABEL)));
    let marks: Vec<Mark> =
        places.zip(texts).map(|((start, length), text)| Mark { place: start..start + length, text }).collect();
    write!(out, "<pre><code>")?;
    let mut before = None;
    for (index, line) in excerpt.lines.iter().enumerate() {
        if before.is_some_and(|before| before + 1 != line.number) {
            writeln!(out, "<s>⋮</s>")?;
        }
        before = Some(line.number);
        let end = excerpt.lines.get(index + 1).map_or(excerpt.text.len(), |next| next.start);
        write!(out, "<s>{}</s>", line.number + 1)?;
        write_line(&excerpt.text, line.start..end, &marks, out)?;
    }
    writeln!(out, "</code></pre>")
}

/// A marked place in the excerpt; the first of all is the finding's.
struct Mark {
    place: Range<usize>,
    text: String,
}

/// A line, in pieces at whose ends marks begin or end.
fn write_line(text: &str, line: Range<usize>, marks: &[Mark], out: &mut impl Write) -> io::Result<()> {
    let mut cuts: Vec<usize> = marks.iter().flat_map(|mark| [mark.place.start, mark.place.end]).collect();
    cuts.retain(|cut| line.contains(cut));
    cuts.extend([line.start, line.end]);
    cuts.sort_unstable();
    cuts.dedup();
    for piece in cuts.windows(2).map(|ends| ends[0]..ends[1]) {
        let empty = |mark: &&Mark| mark.place.is_empty() && mark.place.start == piece.start;
        if marks.iter().any(|mark| empty(&mark)) {
            write!(out, "<mark class=\"here\"></mark>")?;
        }
        let covers = |mark: &&Mark| mark.place.start <= piece.start && piece.end <= mark.place.end;
        let words = text[piece.clone()].trim_end_matches('\n');
        let line_end = &text[piece.clone()][words.len()..];
        let words = Text(words);
        match marks.iter().position(|mark| covers(&mark)) {
            _ if words.0.is_empty() => {}
            None => write!(out, "{words}")?,
            Some(0) => write!(out, "<mark>{words}</mark>")?,
            Some(number) => write!(out, "<mark class=\"label\">{words}</mark>{}", note(&marks[number], &piece))?,
        }
        write!(out, "{line_end}")?;
    }
    Ok(())
}

/// What is said of a second place, behind its end.
fn note(mark: &Mark, piece: &Range<usize>) -> String {
    let is_end = piece.end == mark.place.end && !mark.text.is_empty();
    if is_end { format!("<small>{}</small>", Text(&mark.text)) } else { String::new() }
}
