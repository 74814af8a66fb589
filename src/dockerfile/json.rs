//! JSON arrays of strings as the exec form has them: decoded as Go's `encoding/json` does, each string with its place.

use std::ops::Range;

use crate::source::SUBSTITUTE;

/// What is deeper is not JSON for Go.
const MAX_DEPTH: usize = 10_000;

/// Why a text is no array of strings.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NotStrings {
    /// It is no JSON array: BuildKit takes it for the shell form.
    NotJson,
    /// It is an array with something else in it, here: BuildKit refuses it.
    Element(Range<usize>),
}

/// A string of the array: its bytes in the text, quotes included, and its value.
pub(super) type Element = (Range<usize>, String);

/// Reads an array of strings that is all of `text`.
pub(super) fn strings(text: &str) -> Result<Vec<Element>, NotStrings> {
    let mut reader = Reader { bytes: text.as_bytes(), position: 0 };
    reader.blanks();
    if reader.peek() != Some(b'[') {
        return Err(NotStrings::NotJson);
    }
    reader.array(text).ok_or(NotStrings::NotJson)?.map_err(NotStrings::Element)
}

struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    CommaOrEnd,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.position).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.position += 1;
        }
    }

    /// Reads the array and all that is in it without recursion. `None`: not JSON.
    fn array(&mut self, text: &str) -> Option<Result<Vec<Element>, Range<usize>>> {
        let mut open = vec![b']'];
        let mut next = Next::ValueOrEnd;
        let mut elements = Vec::new();
        let mut other: Option<Range<usize>> = None;
        let mut nested_from = 0;
        self.position += 1;
        while let Some(closing) = open.last().copied() {
            self.blanks();
            let start = self.position;
            let byte = self.peek()?;
            let is_end = byte == closing && matches!(next, Next::ValueOrEnd | Next::KeyOrEnd | Next::CommaOrEnd);
            if is_end {
                self.position += 1;
                open.pop();
                if open.len() == 1 {
                    other.get_or_insert(nested_from..self.position);
                }
                next = Next::CommaOrEnd;
                continue;
            }
            match next {
                Next::CommaOrEnd => {
                    if byte != b',' {
                        return None;
                    }
                    self.position += 1;
                    next = if closing == b']' { Next::Value } else { Next::Key };
                    continue;
                }
                Next::Key | Next::KeyOrEnd => {
                    self.string()?;
                    self.blanks();
                    if self.peek()? != b':' {
                        return None;
                    }
                    self.position += 1;
                    next = Next::Value;
                    continue;
                }
                Next::Value | Next::ValueOrEnd => next = Next::CommaOrEnd,
            }
            match byte {
                b'[' | b'{' => {
                    if open.len() == 1 {
                        nested_from = start;
                    }
                    if open.len() >= MAX_DEPTH {
                        return None;
                    }
                    self.position += 1;
                    open.push(if byte == b'[' { b']' } else { b'}' });
                    next = if byte == b'[' { Next::ValueOrEnd } else { Next::KeyOrEnd };
                }
                b'"' => {
                    self.string()?;
                    if open.len() == 1 {
                        elements.push((start..self.position, decode(&text[start + 1..self.position - 1])));
                    }
                }
                _ => {
                    self.scalar(text)?;
                    if open.len() == 1 {
                        other.get_or_insert(start..self.position);
                    }
                }
            }
        }
        self.blanks();
        if self.position != self.bytes.len() {
            return None;
        }
        Some(other.map_or(Ok(elements), Err))
    }

    /// Steps over a string.
    fn string(&mut self) -> Option<()> {
        if self.peek()? != b'"' {
            return None;
        }
        loop {
            self.position += 1;
            match self.peek()? {
                b'"' => break,
                b'\\' => {
                    self.position += 1;
                    match self.peek()? {
                        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => {}
                        b'u' => {
                            let digits = self.bytes.get(self.position + 1..self.position + 5)?;
                            if !digits.iter().all(u8::is_ascii_hexdigit) {
                                return None;
                            }
                            self.position += 4;
                        }
                        _ => return None,
                    }
                }
                // Stands for a byte that is not UTF-8, which Go accepts.
                byte if byte < 0x20 && char::from(byte) != SUBSTITUTE => return None,
                _ => {}
            }
        }
        self.position += 1;
        Some(())
    }

    /// Steps over a number or a name.
    fn scalar(&mut self, text: &str) -> Option<()> {
        let rest = self.bytes.get(self.position..)?;
        for name in ["true", "false", "null"] {
            if rest.starts_with(name.as_bytes()) {
                self.position += name.len();
                return Some(());
            }
        }
        let start = self.position;
        if self.peek()? == b'-' {
            self.position += 1;
        }
        if self.peek()? == b'0' {
            self.position += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.position += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.position += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.position += 1;
            }
            self.digits()?;
        }
        // Go refuses a number that a float cannot hold.
        text.get(start..self.position)?.parse::<f64>().ok().filter(|number| number.is_finite()).map(|_| ())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.position;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.position += 1;
        }
        (self.position > start).then_some(())
    }
}

/// The value of a string whose escapes are legal; half a surrogate pair becomes U+FFFD.
fn decode(raw: &str) -> String {
    let mut value = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        value.push_str(&rest[..at]);
        let escape = rest.as_bytes().get(at + 1).copied().unwrap_or(b'\\');
        let mut length = 2;
        value.push(match escape {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                length = 6;
                let unit = code_unit(rest, at);
                match (unit, code_unit(rest, at + 6)) {
                    (Some(high @ 0xD800..0xDC00), Some(low @ 0xDC00..0xE000)) => {
                        length = 12;
                        char::from_u32(0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00))
                    }
                    (unit, _) => unit.and_then(char::from_u32),
                }
                .unwrap_or(char::REPLACEMENT_CHARACTER)
            }
            other => char::from(other),
        });
        rest = rest.get(at + length..).unwrap_or("");
    }
    value.push_str(rest);
    value
}

/// The code unit of `\uXXXX` at `at`.
fn code_unit(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    u32::from_str_radix(digits, 16).ok()
}
