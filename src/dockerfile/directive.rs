//! Parser directives: comments at the very top that BuildKit obeys.

use std::ops::Range;

use super::convention::lower;
use super::logical::offset;
use super::{Directive, DirectiveName, Escape};
use crate::source::Span;

/// A directive and what it says about the escape character.
pub(super) struct Found {
    pub(super) directive: Directive,
    pub(super) escape: Option<Escape>,
}

/// Reads directives from the top of a file until the first line that is none.
#[derive(Default)]
pub(super) struct Reader {
    started: bool,
    done: bool,
    /// The first line is `#!`: BuildKit still looks for `syntax` and `check` behind it, and for no `escape`.
    shebang: bool,
    seen: Vec<DirectiveName>,
}

impl Reader {
    /// Reads a line without its indentation that starts at `start`. `None`: an ordinary line.
    pub(super) fn read(&mut self, line: &str, start: u32) -> Option<Result<Found, (Span, String)>> {
        if self.done {
            return None;
        }
        if !std::mem::replace(&mut self.started, true) && line.starts_with("#!") {
            self.shebang = true;
            return None;
        }
        let Some((name, value)) = parts(line) else {
            self.done = true;
            return None;
        };
        let value_span = Span::new(start + offset(value.start), start + offset(value.end));
        let value = &line[value];
        if self.shebang && (name == DirectiveName::Escape || self.seen.contains(&name)) {
            return None;
        }
        let span = Span::new(start, start + offset(line.len()));
        if self.seen.contains(&name) {
            return Some(Err((span, format!("the parser directive `{}` is repeated", name.as_str()))));
        }
        self.seen.push(name);
        let escape = match (name, value) {
            (DirectiveName::Escape, "\\") => Some(Escape::Backslash),
            (DirectiveName::Escape, "`") => Some(Escape::Backtick),
            (DirectiveName::Escape, _) => {
                return Some(Err((value_span, format!("the escape character `{value}` is neither \\ nor `"))));
            }
            _ => None,
        };
        Some(Ok(Found { directive: Directive { name, span, value: value_span }, escape }))
    }
}

/// The name, and the value's range in the line.
fn parts(line: &str) -> Option<(DirectiveName, Range<usize>)> {
    let blank = |byte: u8| matches!(byte, b'\t' | b'\n' | 0x0C | b'\r' | b' ');
    let body = line.strip_prefix('#')?.trim_start();
    let bytes = body.as_bytes();
    let name = bytes.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let blanks = |from: usize| bytes.iter().skip(from).take_while(|byte| blank(**byte)).count();
    let equals = name + blanks(name);
    if bytes.get(equals) != Some(&b'=') || !bytes.first()?.is_ascii_alphabetic() {
        return None;
    }
    let end = bytes.iter().rposition(|byte| !blank(*byte))? + 1;
    let mut value = equals + 1 + blanks(equals + 1)..end;
    if value.is_empty() || value.start > end {
        // Nothing but blanks: the last of them is the value.
        if bytes.len() == equals + 1 {
            return None;
        }
        value = bytes.len() - 1..bytes.len();
    }
    let name = match &*lower(&body[..name]) {
        "syntax" => DirectiveName::Syntax,
        "escape" => DirectiveName::Escape,
        "check" => DirectiveName::Check,
        _ => return None,
    };
    let before = line.len() - body.len();
    Some((name, before + value.start..before + value.end))
}

/// A comment that looks like a parser directive: `name=value`, `name: value`.
#[derive(Debug)]
pub struct LikeDirective<'a> {
    /// The name, in any case.
    pub name: &'a str,
    /// `=` or `:`
    pub separator: char,
    /// Where what follows the separator begins, in bytes of the comment's text.
    pub value_at: usize,
    /// The value.
    pub value: &'a str,
}

impl<'a> LikeDirective<'a> {
    /// Reads a comment's text.
    pub fn parse(text: &'a str) -> Option<Self> {
        let end = text.find(|c: char| !c.is_ascii_alphanumeric())?;
        let behind = text[end..].trim_start();
        let separator = behind.chars().next().filter(|c| matches!(c, '=' | ':'))?;
        let value = &behind[1..];
        Some(Self { name: &text[..end], separator, value_at: text.len() - value.len(), value: value.trim() })
    }

    /// Whether its value looks like that of a directive, and not like a sentence.
    pub fn has_value_of(&self, directive: &str) -> bool {
        match directive {
            "syntax" => self.value.contains('/') && !self.value.contains(char::is_whitespace),
            "escape" => matches!(self.value, "`" | "\\"),
            _ => ["skip=", "error=", "experimental="].iter().any(|start| self.value.starts_with(start)),
        }
    }
}

impl DirectiveName {
    /// The name in its usual spelling.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::Escape => "escape",
            Self::Check => "check",
        }
    }
}
