//! Recognises files that are written for a template engine and become Dockerfiles only when it has run.

use super::{Dockerfile, Kind};
use crate::source::{Source, Span};

/// What template engines write around their expressions.
const MARKERS: [&str; 3] = ["{{", "{%", "<%"];

/// The first marker of a template language, if the file is evidently a template: a marker stands in an image's name, or
/// on a line that cannot be read without it. Braces in the arguments of a command that reads well are none.
pub fn template_marker(source: &Source, dockerfile: &Dockerfile) -> Option<Span> {
    let text = source.text();
    first_marker(text)?;
    let in_image = dockerfile.instructions.iter().any(|instruction| match &instruction.kind {
        Kind::From(from) => first_marker(source.slice(from.image.span)).is_some(),
        _ => false,
    });
    let mut last_line = 0;
    let mut on_refused_line = || {
        dockerfile.errors.iter().any(|error| {
            let line = source.lines().line(error.at);
            let seen = std::mem::replace(&mut last_line, line) == line;
            !seen && first_marker(source.slice(source.lines().span(line))).is_some()
        })
    };
    if !in_image && !on_refused_line() {
        return None;
    }
    let (start, length) = first_marker(text)?;
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Some(Span::new(offset(start), offset(start + length)))
}

/// Offset and length of the first marker of a text.
fn first_marker(text: &str) -> Option<(usize, usize)> {
    let plain = MARKERS.iter().filter_map(|marker| Some((text.find(marker)?, marker.len())));
    plain.chain(at_signs(text)).min()
}

/// `@@NAME@@`
fn at_signs(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(found) = text.get(from..)?.find("@@") {
        let start = from + found;
        let rest = text.get(start + 2..)?;
        let name = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        if name > 0 && rest[name..].starts_with("@@") {
            return Some((start, name + 4));
        }
        from = start + 2;
    }
    None
}
