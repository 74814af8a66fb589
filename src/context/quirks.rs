//! Patterns that the builder accepts and that do not do what they look like.

use std::collections::HashMap;

use super::IgnoreFile;
use crate::source::Span;

/// How many exceptions are tried against the patterns behind them; so a hostile file costs no more than a large one.
const MAX_EXCEPTIONS: usize = 1_000;

/// A pattern that does not do what it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quirk {
    /// The pattern's index in the file.
    pub pattern: usize,
    /// The text that misleads.
    pub span: Span,
    /// How.
    pub kind: QuirkKind,
}

/// How a pattern misleads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuirkKind {
    /// An exception has no effect, because the pattern of this index stands behind it and excludes the same again.
    UndoneException {
        /// The later pattern's index.
        by: usize,
    },
    /// ` # text` behind a pattern: part of the pattern, since a comment has a line of its own.
    TrailingComment,
    /// A `#` behind blanks: a pattern, since a comment begins with the line.
    IndentedComment,
    /// `[!a]`, which is the two characters here; not one of them is `[^a]`.
    BangSet,
    /// `{a,b}`, which has no meaning here.
    Braces,
    /// A `\` before a letter or digit, as in a Windows path: it separates no folders.
    BackslashPath,
    /// It can match no path of the context, such as `../x` or `.`.
    MatchesNothing,
    /// The same pattern stands in front of it, and none in between could turn it round.
    Duplicate {
        /// The earlier pattern's index.
        of: usize,
    },
}

impl Quirk {
    /// What is wrong and what to do about it; `None` for what is harmless.
    pub fn explain(&self, ignore: &IgnoreFile) -> Option<(String, &'static str)> {
        let text = |index: usize| ignore.patterns.get(index).map_or("", |pattern| ignore.source.slice(pattern.span));
        Some(match self.kind {
            QuirkKind::UndoneException { by } => (
                format!("`{}` below leaves the same out again", text(by)),
                "the last pattern that matches decides: move the exception behind it",
            ),
            QuirkKind::TrailingComment => (
                "what follows `#` is part of the pattern".to_owned(),
                "a comment has a line of its own, and begins with it",
            ),
            QuirkKind::IndentedComment => (
                "this is a pattern, since blanks stand before the `#`".to_owned(),
                "a comment begins at the first column",
            ),
            QuirkKind::BangSet => {
                ("`[!` does not exclude characters here".to_owned(), "write `[^` for any character but these")
            }
            QuirkKind::Braces => {
                (format!("`{}` has no meaning here", ignore.source.slice(self.span)), "write a line for each choice")
            }
            QuirkKind::BackslashPath => ("a `\\` does not separate folders".to_owned(), "write `/`, on Windows too"),
            QuirkKind::MatchesNothing => (
                format!("`{}` matches no path of the build context", text(self.pattern)),
                "patterns are relative to the root of the build context",
            ),
            // It only says the same twice.
            QuirkKind::Duplicate { .. } => return None,
        })
    }
}

impl IgnoreFile {
    /// The patterns that do not do what they look like, in the file's order.
    pub fn quirks(&self) -> Vec<Quirk> {
        let mut quirks = Vec::new();
        let mut exceptions = 0;
        let mut seen: HashMap<(bool, &str), usize> = HashMap::new();
        // The last pattern without and with `!`.
        let mut last = [None, None];
        for (index, pattern) in self.patterns.iter().enumerate() {
            let mut add = |span, kind| quirks.push(Quirk { pattern: index, span, kind });
            let text = self.source.slice(pattern.span);
            if text.starts_with('#') {
                add(pattern.span, QuirkKind::IndentedComment);
                continue;
            }
            let part = |(from, to): (usize, usize)| Span::new(at(pattern.span, from), at(pattern.span, to));
            for (found, kind) in misleading(text) {
                add(part(found), kind);
            }
            let cleaned = pattern.cleaned.as_str();
            if matches!(cleaned, "." | "..") || cleaned.starts_with("../") || cleaned.starts_with('/') {
                add(pattern.span, QuirkKind::MatchesNothing);
            }
            if pattern.negated && exceptions < MAX_EXCEPTIONS {
                exceptions += 1;
                let by = sample(cleaned).and_then(|path| self.deciding(&path)).filter(|by| *by > index);
                if let Some(by) = by.filter(|by| self.patterns.get(*by).is_some_and(|later| !later.negated)) {
                    add(pattern.span, QuirkKind::UndoneException { by });
                }
            }
            if let Some(of) = seen.insert((pattern.negated, cleaned), index)
                && last[usize::from(!pattern.negated)].is_none_or(|opposite| opposite < of)
            {
                add(pattern.span, QuirkKind::Duplicate { of });
            }
            last[usize::from(pattern.negated)] = Some(index);
        }
        quirks
    }
}

/// What in a pattern's text means something else elsewhere, as byte ranges of it.
fn misleading(text: &str) -> Vec<((usize, usize), QuirkKind)> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    // The first `{`, and whether a `,` followed.
    let mut brace = None;
    let mut escaped = false;
    let mut set = false;
    for (index, byte) in bytes.iter().enumerate() {
        let next = bytes.get(index + 1);
        match byte {
            _ if escaped => escaped = false,
            b'\\' => {
                escaped = true;
                if next.is_some_and(u8::is_ascii_alphanumeric) {
                    found.push(((index, index + 2), QuirkKind::BackslashPath));
                }
            }
            b'[' if !set => {
                set = true;
                if next == Some(&b'!') {
                    found.push(((index, index + 2), QuirkKind::BangSet));
                }
            }
            b']' => set = false,
            b'{' if brace.is_none() => brace = Some((index, false)),
            b',' => brace = brace.map(|(start, _)| (start, true)),
            b'}' => {
                if let Some((start, true)) = brace.take() {
                    found.push(((start, index + 1), QuirkKind::Braces));
                }
            }
            b'#' if index > 0 && matches!(bytes[index - 1], b' ' | b'\t') => {
                found.push(((index, bytes.len()), QuirkKind::TrailingComment));
                break;
            }
            _ => {}
        }
    }
    found
}

/// A path that a pattern matches and that hardly any other pattern does but by intent. `None` for sets that would need
/// more thought.
fn sample(cleaned: &str) -> Option<String> {
    const ANY: &str = "qzx";
    let mut path = String::with_capacity(cleaned.len() + ANY.len());
    let mut rest = cleaned.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '*' => {
                while rest.next_if_eq(&'*').is_some() {}
                path.push_str(ANY);
            }
            '?' => path.push('q'),
            '\\' => path.push(rest.next()?),
            '[' => {
                path.push(rest.next().filter(|first| !matches!(first, '^' | '\\'))?);
                rest.find(|character| *character == ']')?;
            }
            other => path.push(other),
        }
    }
    Some(path)
}

fn at(span: Span, offset: usize) -> u32 {
    span.start + u32::try_from(offset).unwrap_or(0)
}
