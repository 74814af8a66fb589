//! One word of shell text: its value, what it expands, what is quoted. Read from the bytes of the word, not from the
//! crate's parts, whose offsets drift behind an escape between double quotes.

use super::scan::{self, Inside};
use super::{Dialect, Expansion, Word};
use crate::source::Span;

/// Reads the word at `start..end` of `text`; `base` is the place of `text` in the file, `braces` whether the shell makes
/// several words of `{a,b}`, `ends` where the substitutions of the word begin and end in `text`, in order.
pub(super) fn read(text: &str, start: usize, end: usize, base: u32, braces: bool, ends: &[(usize, usize)]) -> Word {
    let end = text.floor_char_boundary(end.min(text.len()));
    let start = text.floor_char_boundary(start.min(end));
    let raw = &text[start..end];
    let place = |at: usize| base + u32::try_from(start + at).unwrap_or(u32::MAX - base);
    let span = Span::new(place(0), place(raw.len()));
    if !raw.bytes().any(|byte| SPECIAL[usize::from(byte)]) {
        return plain(raw, span);
    }
    let mut reader = Reader {
        bytes: raw.as_bytes(),
        raw,
        text: String::with_capacity(raw.len()),
        expansions: Vec::new(),
        dynamic: braces && has_active_braces(raw.as_bytes()),
        glob: false,
        quoted: false,
        substitution: false,
        last_bracket: raw.rfind(']'),
        offset: start,
        ends,
    };
    reader.read();
    let expansions = reader
        .expansions
        .into_iter()
        .map(|found| Expansion { span: Span::new(place(found.from), place(found.to)), ..found.into() })
        .collect();
    let literal = (!reader.dynamic && !reader.glob).then(|| reader.text.as_str().into());
    Word {
        span,
        literal,
        text: reader.text.into(),
        expansions,
        glob: reader.glob,
        quoted: reader.quoted,
        substitution: reader.substitution,
    }
}

/// A word that is not looked into.
pub(super) fn unread(raw: &str, span: Span) -> Word {
    Word { literal: None, substitution: true, ..plain(raw, span) }
}

/// A word without any byte that means something.
pub(super) fn plain(raw: &str, span: Span) -> Word {
    Word {
        span,
        literal: Some(raw.into()),
        text: raw.into(),
        expansions: Vec::new(),
        glob: false,
        quoted: false,
        substitution: false,
    }
}

/// Bytes that do not stand for themselves wherever they are in a word.
static SPECIAL: [bool; 256] = scan::marked(b"\\'\"$`<>*?[({~");

/// Whether the word has `{a,b}` or `{1..3}` outside of quotes.
fn has_active_braces(bytes: &[u8]) -> bool {
    let mut open: Vec<bool> = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'\'' => at = scan::find(bytes, at + 1, b'\'').unwrap_or(bytes.len()),
            b'"' => at = scan::close(bytes, at + 1, Inside::Double) - 1,
            b'$' if bytes.get(at + 1) == Some(&b'{') => at = scan::close(bytes, at + 2, Inside::Brace) - 1,
            b'$' if bytes.get(at + 1) == Some(&b'(') => at = scan::close(bytes, at + 2, Inside::Paren) - 1,
            b'{' => open.push(false),
            b',' => open.iter_mut().for_each(|several| *several = true),
            b'.' if bytes.get(at + 1) == Some(&b'.') => open.iter_mut().for_each(|several| *several = true),
            b'}' if open.pop() == Some(true) => return true,
            _ => {}
        }
        at += 1;
    }
    false
}

/// Whether `{a,b}` in a word is several words.
pub(super) fn expands_braces(dialect: Dialect) -> bool {
    matches!(dialect, Dialect::Bash | Dialect::Ksh | Dialect::Zsh)
}

struct Found {
    name: Box<str>,
    from: usize,
    to: usize,
    quoted: bool,
    defaulted: bool,
}

impl From<Found> for Expansion {
    fn from(found: Found) -> Self {
        Self { name: found.name, span: Span::default(), quoted: found.quoted, defaulted: found.defaulted }
    }
}

/// Reads one word from left to right.
#[allow(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
struct Reader<'a> {
    raw: &'a str,
    bytes: &'a [u8],
    text: String,
    expansions: Vec<Found>,
    dynamic: bool,
    glob: bool,
    quoted: bool,
    substitution: bool,
    /// The last `]`, looked up once.
    last_bracket: Option<usize>,
    /// Where the word begins in the text that `ends` speaks of.
    offset: usize,
    ends: &'a [(usize, usize)],
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut at = 0;
        if self.bytes.first() == Some(&b'~') {
            self.dynamic = true;
        }
        while at < self.bytes.len() {
            at = match self.bytes[at] {
                b'\\' => self.escape(at),
                b'\'' => self.single(at + 1),
                b'"' => self.double(at + 1),
                b'$' if self.peek(at + 1) == Some(b'\'') => self.ansi(at + 2),
                b'$' if self.peek(at + 1) == Some(b'"') => self.double(at + 2),
                b'$' => self.dollar(at, false),
                b'`' => self.substitute(at, at + 1, Inside::Backquote),
                b'<' | b'>' if self.peek(at + 1) == Some(b'(') => self.substitute(at, at + 2, Inside::Paren),
                b'*' | b'?' => {
                    self.glob = true;
                    self.plain(at)
                }
                b'[' => {
                    self.glob |= self.last_bracket.is_some_and(|last| at < last);
                    self.plain(at)
                }
                b'(' => {
                    self.glob |= at > 0 && matches!(self.bytes[at - 1], b'@' | b'+' | b'!');
                    self.plain(at)
                }
                _ => self.plain(at),
            };
        }
    }

    /// The end of the substitution at `at`, whose content starts at `from`.
    fn close(&self, at: usize, from: usize, inside: Inside) -> usize {
        let known = self.ends.binary_search_by_key(&(self.offset + at), |found| found.0);
        match known {
            Ok(index) => (self.ends[index].1 - self.offset).min(self.bytes.len()),
            Err(_) => scan::close(self.bytes, from, inside),
        }
    }

    fn peek(&self, at: usize) -> Option<u8> {
        self.bytes.get(at).copied()
    }

    /// Takes bytes over as they are up to the next one that may mean something.
    fn plain(&mut self, at: usize) -> usize {
        let special =
            |byte: &u8| matches!(byte, b'\\' | b'\'' | b'"' | b'$' | b'`' | b'<' | b'>' | b'*' | b'?' | b'[' | b'(');
        let end = self.bytes[at + 1..].iter().position(special).map_or(self.bytes.len(), |more| at + 1 + more);
        self.text.push_str(&self.raw[at..end]);
        end
    }

    fn push_char(&mut self, at: usize) -> usize {
        let Some(found) = self.raw[at..].chars().next() else { return self.bytes.len() };
        self.text.push(found);
        at + found.len_utf8()
    }

    fn escape(&mut self, at: usize) -> usize {
        match self.peek(at + 1) {
            None => self.push_char(at),
            Some(b'\n') => at + 2,
            Some(_) => self.push_char(at + 1),
        }
    }

    fn single(&mut self, from: usize) -> usize {
        self.quoted = true;
        let end = scan::find(self.bytes, from, b'\'').unwrap_or(self.bytes.len());
        self.text.push_str(&self.raw[from..end]);
        end + 1
    }

    fn double(&mut self, from: usize) -> usize {
        self.quoted = true;
        let mut at = from;
        while let Some(byte) = self.peek(at) {
            at = match byte {
                b'"' => return at + 1,
                b'\\' => match self.peek(at + 1) {
                    Some(b'\n') => at + 2,
                    Some(b'"' | b'\\' | b'$' | b'`') => self.push_char(at + 1),
                    _ => self.push_char(at),
                },
                b'$' => self.dollar(at, true),
                b'`' => self.substitute(at, at + 1, Inside::Backquote),
                _ => self.push_char(at),
            };
        }
        at
    }

    /// `$'…'`
    fn ansi(&mut self, from: usize) -> usize {
        self.quoted = true;
        let mut at = from;
        while let Some(byte) = self.peek(at) {
            if byte == b'\'' {
                return at + 1;
            }
            if byte != b'\\' {
                at = self.push_char(at);
                continue;
            }
            let Some(code) = self.peek(at + 1) else { return self.push_char(at) };
            let (base, skip, most) = match code {
                b'x' => (16, 2, 2),
                b'u' => (16, 2, 4),
                b'U' => (16, 2, 8),
                b'0'..=b'7' => (8, 1, 3),
                _ => (0, 0, 0),
            };
            if base > 0 {
                let digits = self.bytes[at + skip..]
                    .iter()
                    .take(most)
                    .take_while(|digit| char::from(**digit).is_digit(base))
                    .count();
                let end = at + skip + digits;
                let value = u32::from_str_radix(&self.raw[at + skip..end], base).ok().and_then(char::from_u32);
                if let Some(value) = value {
                    self.text.push(value);
                    at = end;
                    continue;
                }
            }
            let plain = match code {
                b'n' => '\n',
                b't' => '\t',
                b'r' => '\r',
                b'a' => '\u{7}',
                b'b' => '\u{8}',
                b'e' | b'E' => '\u{1B}',
                b'f' => '\u{C}',
                b'v' => '\u{B}',
                b'\\' | b'\'' | b'"' | b'?' => char::from(code),
                _ => {
                    at = self.push_char(at);
                    at = self.push_char(at);
                    continue;
                }
            };
            self.text.push(plain);
            at += 2;
        }
        at
    }

    /// A substitution whose content starts at `from`, taken over as written.
    fn substitute(&mut self, at: usize, from: usize, inside: Inside) -> usize {
        self.dynamic = true;
        self.substitution = true;
        let end = self.close(at, from, inside);
        if self.raw[at..].starts_with("$((") {
            self.nested(from, end, true);
        }
        self.text.push_str(&self.raw[at..end]);
        end
    }

    /// What `$` introduces.
    fn dollar(&mut self, at: usize, quoted: bool) -> usize {
        match self.peek(at + 1) {
            Some(b'(') => self.substitute(at, at + 2, Inside::Paren),
            Some(b'{') => {
                self.dynamic = true;
                let end = self.close(at, at + 2, Inside::Brace);
                let inner = self.parameter(at, end, quoted);
                self.nested(inner, end, quoted);
                self.text.push_str(&self.raw[at..end]);
                end
            }
            _ => match variable_end(self.bytes, at + 1) {
                Some(end) => {
                    self.dynamic = true;
                    self.found(at + 1..end, at..end, quoted, false);
                    self.text.push_str(&self.raw[at..end]);
                    end
                }
                None => self.push_char(at),
            },
        }
    }

    /// Notes the parameter of `${ … }` at `at..end`; returns where its operand may begin.
    fn parameter(&mut self, at: usize, end: usize, quoted: bool) -> usize {
        let mut from = at + 2;
        let prefixed = matches!(self.peek(from), Some(b'#' | b'!'))
            && self
                .peek(from + 1)
                .is_some_and(|next| next == b'_' || next.is_ascii_alphanumeric() || matches!(next, b'@' | b'*'));
        if prefixed {
            from += 1;
        }
        let Some(mut to) = variable_end(self.bytes, from) else { return from };
        // Within braces a positional parameter may have several digits.
        while self.bytes[from].is_ascii_digit() && self.peek(to).is_some_and(|digit| digit.is_ascii_digit()) {
            to += 1;
        }
        let mut operator = to;
        if self.peek(operator) == Some(b'[') {
            operator = scan::find(&self.bytes[..end], operator, b']').map_or(operator, |close| close + 1);
        }
        let defaulted = match (self.peek(operator), self.peek(operator + 1)) {
            (Some(b'-' | b'=' | b'+' | b'?'), _) => true,
            (Some(b':'), Some(next)) => matches!(next, b'-' | b'=' | b'+' | b'?'),
            _ => false,
        };
        self.found(from..to, at..end, quoted, defaulted);
        to
    }

    /// Parameters within an operand or an arithmetic expression; commands within it are the business of the tree.
    fn nested(&mut self, from: usize, end: usize, quoted: bool) {
        let mut at = from;
        let end = end.min(self.bytes.len());
        while at < end {
            at = match (self.bytes[at], self.peek(at + 1)) {
                (b'\\', _) => at + 2,
                (b'\'', _) if !quoted => scan::find(self.bytes, at + 1, b'\'').map_or(end, |close| close + 1),
                (b'`', _) => {
                    self.substitution = true;
                    self.close(at, at + 1, Inside::Backquote)
                }
                (b'$', Some(b'(')) => {
                    self.substitution = true;
                    self.close(at, at + 2, Inside::Paren)
                }
                (b'$', Some(b'{')) => {
                    // The close is looked for within the outer one, so a text of unclosed braces stays linear enough
                    // with the depth that is let through.
                    let close = self.close(at, at + 2, Inside::Brace).min(end);
                    self.parameter(at, close, quoted).max(at + 2)
                }
                (b'$', Some(_)) => match variable_end(self.bytes, at + 1) {
                    Some(close) => {
                        self.found(at + 1..close, at..close, quoted, false);
                        close
                    }
                    None => at + 1,
                },
                _ => at + 1,
            };
        }
    }

    fn found(&mut self, name: std::ops::Range<usize>, whole: std::ops::Range<usize>, quoted: bool, defaulted: bool) {
        self.dynamic = true;
        self.expansions.push(Found {
            name: self.raw[name].into(),
            from: whole.start,
            to: whole.end,
            quoted,
            defaulted,
        });
    }
}

/// Where the parameter name at `from` ends; `None` where no name stands there.
fn variable_end(bytes: &[u8], from: usize) -> Option<usize> {
    match *bytes.get(from)? {
        b'_' | b'a'..=b'z' | b'A'..=b'Z' => {
            let more = bytes[from..].iter().take_while(|byte| **byte == b'_' || byte.is_ascii_alphanumeric()).count();
            Some(from + more)
        }
        b'0'..=b'9' | b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!' => Some(from + 1),
        _ => None,
    }
}
