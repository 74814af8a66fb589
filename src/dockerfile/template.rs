//! Recognises files that are written for a template engine and become Dockerfiles only when it has run.

use super::{Dockerfile, Kind};
use crate::source::{Source, Span};

/// Where it shows that the file is no Dockerfile yet: a template engine's marker, a word to be replaced in an image's place,
/// or the beginning of a text without FROM that lies among templates.
pub fn template_marker(source: &Source, dockerfile: &Dockerfile) -> Option<Span> {
    engine_marker(source, dockerfile)
        .or_else(|| placeholder(dockerfile))
        .or_else(|| import(source, dockerfile))
        .or_else(|| option(source))
        .or_else(|| fragment(source, dockerfile))
}

/// `FROM REPLACE-ME`, `FROM BASEIMAGE`, `FROM %%IMAGE%%`
fn placeholder(dockerfile: &Dockerfile) -> Option<Span> {
    let is_placeholder = |name: &str| {
        (name.contains(['-', '_']) || name.ends_with("IMAGE"))
            && name.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'-' | b'_'))
    };
    dockerfile.instructions.iter().find_map(|instruction| match &instruction.kind {
        Kind::From(from) => {
            Some(from.image.span).filter(|_| is_placeholder(&from.image.value) || from.image.value.starts_with("%%"))
        }
        _ => None,
    })
}

/// `${templateOption:name}`, which the tools of development containers replace. Source: containers.dev, "Dev Container Templates".
fn option(source: &Source) -> Option<Span> {
    const OPTION: &str = "${templateOption:";
    let start = u32::try_from(memchr::memmem::find(source.text().as_bytes(), OPTION.as_bytes())?).ok()?;
    Some(Span::new(start, start + u32::try_from(OPTION.len()).ok()?))
}

/// `IMPORT FILE`, `INCLUDE FILE`: what preprocessors know.
fn import(source: &Source, dockerfile: &Dockerfile) -> Option<Span> {
    let unknown = dockerfile.instructions.iter().filter(|of| matches!(of.kind, Kind::Unknown));
    unknown
        .map(|of| of.keyword_span)
        .into_iter()
        .find(|span| matches!(source.slice(*span), "IMPORT" | "INCLUDE" | "INCLUDE+"))
}

/// A part that an engine puts into other files.
fn fragment(source: &Source, dockerfile: &Dockerfile) -> Option<Span> {
    let mut folders = source.path().components().rev().skip(1);
    let among_templates = folders.any(|part| part.as_os_str().to_string_lossy().contains("template"));
    let has_from = || dockerfile.instructions.iter().any(|of| matches!(of.kind, Kind::From(_)));
    (among_templates && !has_from()).then(|| source.lines().span(1))
}

/// The first marker of a template language (`{{`, `{%`, `<%`, `@@NAME@@`), if the file is evidently a template: a marker stands in an image's name, or
/// on a line that cannot be read without it. Braces in the arguments of a command that reads well are none.
fn engine_marker(source: &Source, dockerfile: &Dockerfile) -> Option<Span> {
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

/// Offset and length of the first marker of a text. Nearly every text is done with after one look at its bytes.
fn first_marker(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut from = 0;
    while let Some(found) = memchr::memchr3(b'{', b'<', b'@', &bytes[from..]) {
        let at = from + found;
        let length = match (bytes[at], bytes.get(at + 1)) {
            (b'{', Some(b'{' | b'%')) | (b'<', Some(b'%')) => Some(2),
            (b'@', Some(b'@')) => at_signs(&bytes[at..]),
            _ => None,
        };
        if let Some(length) = length {
            return Some((at, length));
        }
        from = at + 1;
    }
    None
}

/// The length of the `@@NAME@@` that a text begins with.
fn at_signs(bytes: &[u8]) -> Option<usize> {
    let name = bytes[2..].iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
    (name > 0 && bytes[2 + name..].starts_with(b"@@")).then_some(name + 4)
}
