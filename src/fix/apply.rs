//! Edits put into a text. All that is outside of them stays as it is, byte by byte.

use crate::diagnostic::{Edit, Fix};
use crate::source::{Source, Span};

/// The text with those of the fixes made that do not overlap one made before, and their numbers. A fix is made whole or not at
/// all; of two at one place the first is made. `None` for the text where none changes it.
pub fn apply<'f>(source: &Source, fixes: impl Iterator<Item = &'f Fix>) -> (Option<Source>, Vec<usize>) {
    let mut order: Vec<(usize, &Fix)> = fixes.enumerate().collect();
    order.sort_by_key(|(number, fix)| (fix.edits.iter().map(|edit| edit.span.start).min(), *number));
    let mut taken: Vec<&Edit> = Vec::new();
    let mut applied = Vec::new();
    let mut reserved = Reserved::default();
    for (number, fix) in order {
        if is_sound(source, fix) && reserved.take(&fix.edits) {
            taken.extend(&fix.edits);
            applied.push(number);
        }
    }
    applied.sort_unstable();
    taken.sort_by_key(|edit| (edit.span.start, edit.span.end));
    if taken.is_empty() {
        return (None, applied);
    }
    let old = source.bytes();
    let newline = if is_crlf(source.text()) { "\r\n" } else { "\n" };
    let mut bytes = Vec::with_capacity(old.len() + taken.iter().map(|edit| edit.replacement.len()).sum::<usize>());
    let mut from = 0;
    for edit in taken {
        bytes.extend_from_slice(&old[from..edit.span.start as usize]);
        bytes.extend_from_slice(with_newline(&edit.replacement, newline).as_bytes());
        from = edit.span.end as usize;
    }
    bytes.extend_from_slice(&old[from..]);
    (Some(Source::from_bytes(source.path(), bytes)), applied)
}

/// Whether a fix does something, its edits lie in the text on character boundaries, and no two of them overlap.
fn is_sound(source: &Source, fix: &Fix) -> bool {
    let mut spans: Vec<Span> = fix.edits.iter().map(|edit| edit.span).collect();
    spans.sort_unstable();
    (!spans.is_empty() || fix.creates.is_some())
        && spans.iter().all(|span| source.text().get(span.range()).is_some())
        && spans.windows(2).all(|pair| pair[0].end <= pair[1].start && pair[0] != pair[1])
}

/// The places that fixes have changed, in order.
#[derive(Default)]
struct Reserved(std::collections::BTreeMap<u32, u32>);

impl Reserved {
    /// Takes the places of some edits, unless one of them is taken. Edits that touch each other may mean each other's text, so
    /// they count as overlapping.
    fn take(&mut self, edits: &[Edit]) -> bool {
        let is_free = |edit: &Edit| {
            let before = self.0.range(..=edit.span.end).next_back();
            before.is_none_or(|(_, end)| *end < edit.span.start)
        };
        let free = edits.iter().all(is_free);
        if free {
            self.0.extend(edits.iter().map(|edit| (edit.span.start, edit.span.end)));
        }
        free
    }
}

/// Whether the lines of a text end as on Windows, by the first of them.
fn is_crlf(text: &str) -> bool {
    text.find('\n').is_some_and(|at| text[..at].ends_with('\r'))
}

/// The text with line ends as its file has them.
fn with_newline<'t>(text: &'t str, newline: &str) -> std::borrow::Cow<'t, str> {
    if newline == "\n" || !text.contains('\n') {
        return text.into();
    }
    text.replace("\r\n", "\n").replace('\n', newline).into()
}
