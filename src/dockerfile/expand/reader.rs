//! Reads a word character by character and replaces what it understands.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::split::Words;
use super::{ExpandError, ExpandErrorKind, Lookup, Options, State, Use, Value, Word, pattern};

/// How deep `${a:-${b:-…}}` may nest. Real files stay below five; the bound keeps the work linear.
const MAX_DEPTH: usize = 100;

/// How many bytes substitutions may bring into one word, so that values cannot double without end.
const MAX_LENGTH: usize = 1 << 16;

pub(super) struct Reader<'t, 'l, 'v> {
    text: &'t str,
    position: usize,
    options: Options,
    raw_escapes: bool,
    lookup: &'l mut dyn FnMut(&str) -> Lookup<'v>,
    pub(super) uses: Vec<Use>,
    /// The word under way. BuildKit keeps one for all levels, so that a modifier's own text empties it.
    word: Word,
    depth: usize,
    brought: usize,
}

/// Bytes that mean nothing in any of BuildKit's ways: visible ASCII but quotes, escapes, `$` and `<`.
static PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = b'!';
    while byte <= b'~' {
        table[byte as usize] = !matches!(byte, b'$' | b'<' | b'\'' | b'"' | b'\\' | b'`');
        byte += 1;
    }
    table
};

type Expanded = Result<Value, ExpandError>;

impl<'t, 'l, 'v> Reader<'t, 'l, 'v> {
    pub(super) fn new(text: &'t str, options: Options, lookup: &'l mut dyn FnMut(&str) -> Lookup<'v>) -> Self {
        Self {
            text,
            // BuildKit's scanner skips a byte order mark.
            position: if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 },
            options,
            raw_escapes: options.raw_escapes,
            lookup,
            uses: Vec::new(),
            word: Word::default(),
            depth: 0,
            brought: 0,
        }
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.position..)?.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.position += character.len_utf8();
        Some(character)
    }

    /// The whole text: value and words.
    pub(super) fn top(&mut self) -> Result<(Value, Vec<Word>), ExpandError> {
        let mut value = Value::default();
        let mut words = Words::default();
        while let Some(character) = self.peek() {
            let start = self.position;
            let plain = self.text.as_bytes()[start..].iter().take_while(|byte| PLAIN[usize::from(**byte)]).count();
            if plain > 0 {
                self.position += plain;
                let run = &self.text[start..self.position];
                words.run(run, &(start..self.position), &mut self.word);
                value.push_str(run);
                continue;
            }
            if let Some(special) = self.special(character)? {
                let range = start..self.position;
                if character == '$' {
                    words.split(&special, &range, &mut self.word);
                } else {
                    words.raw(&special, &range, &mut self.word);
                }
                value.append(special);
                continue;
            }
            self.position += character.len_utf8();
            if character == self.options.escape {
                if self.raw_escapes {
                    words.raw_char(character, &(start..self.position), &mut self.word);
                    value.push(character);
                }
                let Some(escaped) = self.next() else { break };
                words.raw_char(escaped, &(start..self.position), &mut self.word);
                value.push(escaped);
            } else {
                words.char(character, &(start..self.position), &mut self.word);
                value.push(character);
            }
        }
        words.flush(&mut self.word);
        Ok((value, words.words))
    }

    /// A modifier's text up to `stop`.
    fn until(&mut self, stop: char, raw_escapes: bool) -> Expanded {
        if self.depth >= MAX_DEPTH {
            let range = self.position..self.text.len();
            return Err(ExpandError::new(ExpandErrorKind::Limit, range, "the variables nest too deep"));
        }
        let outer = std::mem::replace(&mut self.raw_escapes, raw_escapes);
        self.depth += 1;
        self.word = Word::default();
        let result = self.until_inner(stop);
        self.word = Word::default();
        self.depth -= 1;
        self.raw_escapes = outer;
        result
    }

    fn until_inner(&mut self, stop: char) -> Expanded {
        let start = self.position;
        let mut value = Value::default();
        while let Some(character) = self.peek() {
            if character == stop {
                self.position += character.len_utf8();
                return Ok(value);
            }
            if let Some(special) = self.special(character)? {
                value.append(special);
                continue;
            }
            self.position += character.len_utf8();
            if character == self.options.escape {
                if self.raw_escapes {
                    value.push(character);
                }
                let Some(escaped) = self.next() else { break };
                value.push(escaped);
            } else {
                value.push(character);
            }
        }
        Err(ExpandError::syntax(start..self.position, format!("the `{stop}` of a variable is missing")))
    }

    /// Quotes, variables and `<<`; `None` for a character without meaning of its own.
    fn special(&mut self, character: char) -> Result<Option<Value>, ExpandError> {
        match character {
            '$' => self.dollar().map(Some),
            '<' => Ok(Some(self.possible_heredoc())),
            '\'' if !self.options.keep_quotes => self.single_quoted().map(Some),
            '"' if !self.options.keep_quotes => self.double_quoted().map(Some),
            _ => Ok(None),
        }
    }

    /// `<<` holds the blanks behind it together with the word that follows.
    fn possible_heredoc(&mut self) -> Value {
        let start = self.position;
        self.position += 1;
        if self.peek() == Some('<') {
            self.position += 1;
            while matches!(self.peek(), Some('\t' | '\r' | ' ')) {
                self.position += 1;
            }
        }
        Value::from(&self.text[start..self.position])
    }

    fn single_quoted(&mut self) -> Expanded {
        let start = self.position;
        let Some(length) = self.text[start + 1..].find('\'') else {
            self.position = self.text.len();
            return Err(ExpandError::syntax(start..self.position, "the single quote is not closed"));
        };
        let end = start + 1 + length;
        self.position = end + 1;
        Ok(Value::from(if self.options.raw_quotes { &self.text[start..=end] } else { &self.text[start + 1..end] }))
    }

    fn double_quoted(&mut self) -> Expanded {
        let start = self.position;
        self.position += 1;
        let mut value = Value::default();
        if self.options.raw_quotes {
            value.push('"');
        }
        loop {
            match self.peek() {
                None => {
                    return Err(ExpandError::syntax(start..self.position, "the double quote is not closed"));
                }
                Some('"') => {
                    self.position += 1;
                    if self.options.raw_quotes {
                        value.push('"');
                    }
                    return Ok(value);
                }
                Some('$') => value.append(self.dollar()?),
                Some(mut character) => {
                    self.position += character.len_utf8();
                    if character == self.options.escape {
                        if self.raw_escapes {
                            value.push(character);
                        }
                        match self.peek() {
                            None => continue,
                            Some(escaped) if escaped == '"' || escaped == '$' || escaped == self.options.escape => {
                                self.position += escaped.len_utf8();
                                character = escaped;
                            }
                            Some(_) => {}
                        }
                    }
                    value.push(character);
                }
            }
        }
    }

    /// Asks for a variable and notes its use.
    fn look_up(&mut self, name: &str, start: usize) -> Result<Lookup<'v>, ExpandError> {
        let range = start..self.position;
        let found = (self.lookup)(name);
        let state = match &found {
            Lookup::Value(value) => {
                self.brought += value.len();
                State::Set
            }
            Lookup::Unset => State::Unset,
            Lookup::Unknown => State::Unknown,
        };
        self.uses.push(Use { name: name.into(), range: range.clone(), state });
        self.limit(range)?;
        Ok(found)
    }

    fn limit(&self, range: Range<usize>) -> Result<(), ExpandError> {
        if self.brought <= MAX_LENGTH {
            return Ok(());
        }
        let message = format!("the value of `{}` grows too long", &self.text[range.clone()]);
        Err(ExpandError::new(ExpandErrorKind::Limit, range, message))
    }

    fn dollar(&mut self) -> Expanded {
        let start = self.position;
        self.position += 1;
        if self.peek() == Some('{') {
            return self.braced(start);
        }
        let name = self.name();
        if name.is_empty() {
            return Ok(Value::from("$"));
        }
        let found = self.look_up(name, start)?;
        Ok(self.plain(found, name, start))
    }

    /// A variable without modifier.
    fn plain(&self, found: Lookup<'v>, name: &str, start: usize) -> Value {
        match found {
            Lookup::Value(value) => Value::from(&*value),
            Lookup::Unset if self.options.keep_unset => Value::from(&self.text[start..self.position]),
            Lookup::Unset => Value::default(),
            Lookup::Unknown => Value::unknown(name, start..self.position),
        }
    }

    fn braced(&mut self, start: usize) -> Expanded {
        self.position += 1;
        match self.peek() {
            None => return Err(self.unclosed(start)),
            Some('{' | '}' | ':') => {
                self.position += 1;
                let message = format!("`{}` names no variable", &self.text[start..self.position]);
                return Err(ExpandError::syntax(start..self.position, message));
            }
            Some(_) => {}
        }
        let name = self.name();
        let modifier_start = self.position;
        match self.next() {
            Some('}') => {
                let found = self.look_up(name, start)?;
                Ok(self.plain(found, name, start))
            }
            Some('/') => self.replacement(name, start),
            Some(':') => {
                let operator = self.next();
                if matches!(operator, Some('#' | '%')) {
                    return Err(self.unsupported(modifier_start));
                }
                self.modified(name, start, modifier_start, operator)
            }
            operator @ Some('+' | '-' | '?' | '#' | '%') => self.modified(name, start, modifier_start, operator),
            Some(_) => Err(self.unsupported(modifier_start)),
            None => Err(self.unclosed(start)),
        }
    }

    fn unclosed(&self, start: usize) -> ExpandError {
        ExpandError::syntax(start..self.text.len(), "the `}` of a variable is missing")
    }

    fn unsupported(&self, start: usize) -> ExpandError {
        let modifier = &self.text[start..self.position];
        let message = format!("`{modifier}` is not a modifier that a variable can have");
        ExpandError::syntax(start..self.position, message)
    }

    /// `-`, `+` and `?`, with `:` before them or not, and `#` and `%`.
    fn modified(&mut self, name: &str, start: usize, modifier_start: usize, operator: Option<char>) -> Expanded {
        let modifier = modifier_start..self.position;
        let null_is_unset = self.text[modifier.clone()].starts_with(':');
        let word = match self.until('}', matches!(operator, Some('#' | '%'))) {
            Err(error) if self.position >= self.text.len() && error.kind == ExpandErrorKind::Syntax => {
                return Err(self.unclosed(start));
            }
            word => word?,
        };
        let found = self.look_up(name, start)?;
        let modifier = &self.text[modifier];
        if found == Lookup::Unset && self.options.keep_unset {
            let mut kept = Value::from(&*format!("${{{name}{modifier}"));
            kept.append(word);
            kept.push('}');
            return Ok(kept);
        }
        let unknown = Value::unknown(name, start..self.position);
        let missing = match &found {
            Lookup::Unset => true,
            Lookup::Value(value) => null_is_unset && value.is_empty(),
            Lookup::Unknown => false,
        };
        match (operator, found) {
            (Some('-'), _) if missing => Ok(word),
            (Some('+'), _) if missing => Ok(Value::default()),
            (Some('?'), found) if missing => {
                let state = if found == Lookup::Unset { "unset" } else { "empty" };
                let message = match word.known() {
                    Some("") | None => format!("`{name}` must not be {state}"),
                    Some(message) => format!("`{name}` must not be {state}: {message}"),
                };
                Err(ExpandError::new(ExpandErrorKind::Required, start..self.position, message))
            }
            (Some('-' | '+' | '?'), Lookup::Unknown) => Ok(unknown),
            (Some('+'), _) => Ok(word),
            (Some('-' | '?'), Lookup::Value(value)) => Ok(Value::from(&*value)),
            (Some(trim @ ('#' | '%')), found) => {
                let value = match found {
                    Lookup::Unknown => return Ok(unknown),
                    Lookup::Unset => Cow::Borrowed(""),
                    Lookup::Value(value) => value,
                };
                let Some(pattern) = word.known() else { return Ok(unknown) };
                let (greedy, pattern) = pattern.strip_prefix(trim).map_or((false, pattern), |rest| (true, rest));
                let trimmed = if trim == '#' {
                    pattern::trim_prefix(pattern, &value, greedy)
                } else {
                    pattern::trim_suffix(pattern, &value, greedy)
                };
                trimmed.map(|text| Value::from(&*text)).map_err(|_| self.bad_pattern(start, pattern))
            }
            _ => Err(ExpandError::syntax(
                start..self.position,
                format!("`{modifier}` is not a modifier that a variable can have"),
            )),
        }
    }

    fn bad_pattern(&self, start: usize, pattern: &str) -> ExpandError {
        ExpandError::syntax(start..self.position, format!("`{pattern}` is not a legal pattern"))
    }

    /// `${name/pattern/replacement}`, with a second slash for all matches.
    fn replacement(&mut self, name: &str, start: usize) -> Expanded {
        let all = self.peek() == Some('/');
        self.position += usize::from(all);
        let part = |reader: &mut Self, stop| match reader.until(stop, true) {
            Err(error) if reader.position >= reader.text.len() && error.kind == ExpandErrorKind::Syntax => {
                let message = format!("the `{stop}` of a variable is missing");
                Err(ExpandError::syntax(start..reader.position, message))
            }
            part => part,
        };
        let search = part(self, '/')?;
        let replacement = part(self, '}')?;
        let found = self.look_up(name, start)?;
        let value = match found {
            Lookup::Unset if self.options.keep_unset => {
                // BuildKit writes it back with one slash.
                let mut kept = Value::from(&*format!("${{{name}/"));
                kept.append(search);
                kept.push('/');
                kept.append(replacement);
                kept.push('}');
                return Ok(kept);
            }
            Lookup::Unset => Cow::Borrowed(""),
            Lookup::Value(value) => value,
            Lookup::Unknown => return Ok(Value::unknown(name, start..self.position)),
        };
        let (Some(search), Some(replacement)) = (search.known(), replacement.known()) else {
            return Ok(Value::unknown(name, start..self.position));
        };
        match pattern::replace(search, &value, replacement, all, MAX_LENGTH) {
            Ok(text) => {
                self.brought += text.len();
                self.limit(start..self.position)?;
                Ok(Value::from(&*text))
            }
            Err(pattern::Fault::Illegal) => Err(self.bad_pattern(start, search)),
            Err(pattern::Fault::TooLong) => {
                self.brought = MAX_LENGTH + 1;
                self.limit(start..self.position)?;
                Ok(Value::default())
            }
        }
    }

    /// A name: digits, one special character, or letters, digits and underscores. Empty where none stands here.
    fn name(&mut self) -> &'t str {
        let start = self.position;
        let rest = self.text.get(start..).unwrap_or("");
        let length = match rest.chars().next() {
            Some(first) if is_digit(first) => rest.find(|character| !is_digit(character)).unwrap_or(rest.len()),
            // `0` is a digit and is read above.
            Some('@' | '*' | '#' | '?' | '-' | '$' | '!') => 1,
            _ => rest
                .find(|character| !is_letter(character) && !is_digit(character) && character != '_')
                .unwrap_or(rest.len()),
        };
        self.position += length;
        &rest[..length]
    }
}

static LETTER: LazyLock<Regex> = LazyLock::new(|| class(r"^\p{L}$"));
static DIGIT: LazyLock<Regex> = LazyLock::new(|| class(r"^\p{Nd}$"));

/// Character classes outside ASCII that the standard library does not have.
fn class(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a constant pattern is legal")
}

fn is_letter(character: char) -> bool {
    if character.is_ascii() {
        character.is_ascii_alphabetic()
    } else {
        LETTER.is_match(character.encode_utf8(&mut [0; 4]))
    }
}

fn is_digit(character: char) -> bool {
    if character.is_ascii() { character.is_ascii_digit() } else { DIGIT.is_match(character.encode_utf8(&mut [0; 4])) }
}
