//! The bytes of a shell text: blanks, comments, heredocs, words with the commands in them, redirections.

use super::grammar::Keyword;
use super::scan::{self, Inside};
use super::tree::{Body, Heredoc, List, Redirection, Tree};
use super::{Dialect, Redirect, RedirectKind, Word, word};
use crate::source::Span;

/// How deep lists, substitutions and operands may nest: above what any person writes, and little enough for a thread's stack.
const MAX_DEPTH: usize = 64;

/// Reads a text from left to right.
pub(super) struct Lexer<'a> {
    pub(super) text: &'a str,
    pub(super) bytes: &'a [u8],
    pub(super) at: usize,
    /// The end of what was read last, blanks not counted.
    pub(super) behind: usize,
    base: u32,
    pub(super) dialect: Dialect,
    depth: usize,
    comments: Vec<Span>,
    heredocs: Vec<Heredoc>,
    /// Heredocs whose body comes behind the line.
    pending: Vec<Pending>,
    broken: Option<(Span, &'static str)>,
    /// What nests too deep is not looked into.
    too_deep: bool,
    /// The commands in the word that is read.
    inner: Vec<List>,
    /// Where the substitutions of the word that is read begin and end.
    ends: Vec<(usize, usize)>,
}

struct Pending {
    index: usize,
    delimiter: Box<str>,
    quoted: bool,
    strips_tabs: bool,
}

/// Bytes that end a word where no quote protects them.
fn is_meta(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>')
}

/// Bytes that end a word or mean something to [`word::read`].
static SPECIAL: [bool; 256] = scan::marked(b" \t\n;&|()<>\\'\"$`*?[{~");

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str, base: u32, dialect: Dialect) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at: 0,
            behind: 0,
            base,
            dialect,
            depth: 0,
            comments: Vec::new(),
            heredocs: Vec::new(),
            pending: Vec::new(),
            broken: None,
            too_deep: false,
            inner: Vec::new(),
            ends: Vec::new(),
        }
    }

    pub(super) fn into_tree(self, list: List) -> Tree {
        Tree { list, heredocs: self.heredocs, comments: self.comments, broken: self.broken }
    }

    pub(super) fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    /// A range of this text as a span of the file.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        let end = self.text.floor_char_boundary(end.min(self.text.len()));
        let start = self.text.floor_char_boundary(start.min(end));
        let place = |at: usize| self.base.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
        Span::new(place(start), place(end))
    }

    pub(super) fn fail(&mut self, start: usize, end: usize, message: &'static str) {
        if self.broken.is_none() {
            self.broken = Some((self.span(start, end), message));
        }
    }

    pub(super) fn fail_here(&mut self, message: &'static str) {
        let length = self.rest().iter().take_while(|byte| !is_meta(**byte)).count();
        self.fail(self.at, self.at + length.max(1), message);
    }

    /// Passes a word or one byte, so that an error does not stop the reading.
    pub(super) fn pass_token(&mut self) {
        let before = self.at;
        self.word_end();
        if self.at == before {
            self.at = self.text.ceil_char_boundary((before + 1).min(self.text.len()));
        }
        self.inner.clear();
        self.ends.clear();
    }

    /// Does something one level deeper; too deep a text is read no further.
    pub(super) fn nested(&mut self, inside: impl FnOnce(&mut Self)) {
        if self.depth == MAX_DEPTH {
            self.fail(self.at, self.at + 1, "the shell text nests too deep to be read");
            self.at = self.bytes.len();
            self.too_deep = true;
            return;
        }
        self.depth += 1;
        inside(self);
        self.depth -= 1;
    }

    /// The word of the grammar that stands here alone.
    pub(super) fn keyword(&self) -> Option<Keyword> {
        let rest = self.rest();
        if !matches!(rest.first()?, b'a'..=b'z' | b'{' | b'}' | b'!' | b'[') {
            return None;
        }
        let length = rest.iter().take(9).position(|byte| is_meta(*byte) || *byte == b'\\');
        let length = length.or((rest.len() < 9).then_some(rest.len()))?;
        let whole = rest.get(length) != Some(&b'\\') || rest.get(length + 1) == Some(&b'\n');
        whole.then(|| Keyword::of(&rest[..length]))?
    }

    pub(super) fn word_is(&self, word: &[u8]) -> bool {
        let rest = self.rest();
        rest.starts_with(word) && rest.get(word.len()).is_none_or(|next| is_meta(*next))
    }

    /// Passes blanks and joined lines.
    pub(super) fn skip_blanks(&mut self) {
        loop {
            match (self.peek(0), self.peek(1)) {
                (Some(b' ' | b'\t'), _) => self.at += 1,
                (Some(b'\\'), Some(b'\n')) => self.at += 2,
                _ => return,
            }
        }
    }

    /// Passes blanks, comments and line ends, and reads the heredocs that begin behind a line.
    pub(super) fn skip_lines(&mut self) {
        loop {
            self.skip_blanks();
            match self.peek(0) {
                Some(b'\n') => {
                    self.at += 1;
                    self.read_heredocs();
                }
                Some(b'#') => {
                    let end = memchr::memchr(b'\n', &self.bytes[self.at..]).map_or(self.bytes.len(), |at| self.at + at);
                    self.comments.push(self.span(self.at, end));
                    self.at = end;
                }
                _ => return,
            }
        }
    }

    fn read_heredocs(&mut self) {
        for Pending { index, delimiter, quoted, strips_tabs } in std::mem::take(&mut self.pending) {
            let start = self.at;
            let mut line = start;
            let found = loop {
                if line >= self.bytes.len() {
                    break None;
                }
                let end = memchr::memchr(b'\n', &self.bytes[line..]).map_or(self.bytes.len(), |at| line + at);
                let content = &self.text[line..end];
                let content = if strips_tabs { content.trim_start_matches('\t') } else { content };
                if content == &*delimiter {
                    break Some((line, (end + 1).min(self.bytes.len())));
                }
                line = end + 1;
            };
            let (body_end, next) = found.unwrap_or((self.bytes.len(), self.bytes.len()));
            let mut inner = Vec::new();
            if !quoted {
                inner = self.substitutions_until(body_end);
            }
            self.heredocs[index] = Heredoc { body: Some(self.span(start, body_end)), inner };
            self.at = next;
        }
    }

    /// The commands in the text from here to `end`, where only `$`, backquotes and backslashes mean something.
    fn substitutions_until(&mut self, end: usize) -> Vec<List> {
        let whole = (self.bytes, self.text);
        // What opens in here ends in here.
        (self.bytes, self.text) = (&whole.0[..end], &whole.1[..end]);
        while let Some(byte) = self.peek(0) {
            match byte {
                b'\\' => self.at += 2,
                b'$' => self.dollar(true),
                b'`' => self.backquote(),
                _ => self.at += 1,
            }
        }
        (self.bytes, self.text) = whole;
        self.take_inner()
    }

    /// A word, and the commands in it; `None` where none begins here.
    pub(super) fn inner_word(&mut self) -> (Option<Word>, Vec<List>) {
        let start = self.at;
        self.word_end();
        let word = (self.at > start).then(|| self.word(start, self.at, true));
        (word, self.take_inner())
    }

    /// The word of these bytes, whose substitutions have just been passed.
    pub(super) fn word(&mut self, start: usize, end: usize, braces: bool) -> Word {
        self.behind = end;
        if self.too_deep {
            return word::unread(&self.text[start..end], self.span(start, end));
        }
        self.ends.sort_unstable();
        let braces = braces && word::expands_braces(self.dialect);
        word::read(self.text, start, end, self.base, braces, &self.ends)
    }

    /// Goes to the end of the word that begins here.
    pub(super) fn word_end(&mut self) {
        while let Some(byte) = self.peek(0) {
            if !SPECIAL[usize::from(byte)] {
                self.at += 1;
                continue;
            }
            match byte {
                b'\\' => self.at = (self.at + 2).min(self.bytes.len()),
                b'\'' => self.single(),
                b'"' => self.double(),
                b'$' => self.dollar(false),
                b'`' => self.backquote(),
                b'<' | b'>' if self.peek(1) == Some(b'(') => self.substitution(self.at, self.at + 2),
                // `@(a|b)`
                b'(' if self.at > 0 && matches!(self.bytes[self.at - 1], b'@' | b'?' | b'*' | b'+' | b'!') => {
                    self.at = scan::close(self.bytes, self.at + 1, Inside::Paren);
                }
                _ if is_meta(byte) => return,
                _ => self.at += 1,
            }
        }
    }

    fn single(&mut self) {
        let start = self.at;
        match memchr::memchr(b'\'', &self.bytes[start + 1..]) {
            Some(length) => self.at = start + length + 2,
            None => self.unclosed(start, "the `'` here is never closed"),
        }
    }

    fn unclosed(&mut self, start: usize, message: &'static str) {
        self.fail(start, start + 1, message);
        self.at = self.bytes.len();
    }

    fn double(&mut self) {
        let start = self.at;
        self.at += 1;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'"' => {
                    self.at += 1;
                    return;
                }
                b'\\' => self.at += 2,
                b'$' => self.dollar(true),
                b'`' => self.backquote(),
                _ => self.at += 1,
            }
        }
        self.unclosed(start, "the `\"` here is never closed");
    }

    /// What `$` introduces; `quoted` between double quotes.
    fn dollar(&mut self, quoted: bool) {
        let start = self.at;
        match (self.peek(1), self.peek(2)) {
            (Some(b'('), Some(b'(')) => match self.arithmetic_end(start + 1) {
                Some(end) => self.expression(start + 3, end),
                None => self.substitution(start, start + 2),
            },
            (Some(b'('), _) => self.substitution(start, start + 2),
            (Some(b'{'), _) => self.nested(|lexer| lexer.brace(quoted)),
            (Some(b'\''), _) if !quoted => self.ansi(),
            _ => self.at += 1,
        }
    }

    /// `$'…'`
    fn ansi(&mut self) {
        let start = self.at;
        self.at += 2;
        while let Some(byte) = self.peek(0) {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'\'' {
                return;
            }
        }
        self.unclosed(start, "the `'` here is never closed");
    }

    /// `${ … }`
    fn brace(&mut self, quoted: bool) {
        let start = self.at;
        self.at += 2;
        let singles = !quoted || self.cuts_by_pattern();
        while let Some(byte) = self.peek(0) {
            match byte {
                b'}' => {
                    self.at += 1;
                    self.ends.push((start, self.at));
                    return;
                }
                b'\\' => self.at += 2,
                b'\'' if singles => self.single(),
                b'"' => self.double(),
                b'$' => self.dollar(quoted),
                b'`' => self.backquote(),
                _ => self.at += 1,
            }
        }
        self.unclosed(start, "the `${` here is never closed");
    }

    /// Whether the parameter here is cut or replaced by a pattern, in which quotes quote: `${a#'"'}`.
    fn cuts_by_pattern(&self) -> bool {
        let name = |byte: &&u8| **byte == b'_' || byte.is_ascii_alphanumeric() || matches!(byte, b'!' | b'@' | b'*');
        let length = self.rest().iter().take_while(name).count();
        matches!(self.peek(length), Some(b'#' | b'%' | b'/' | b'^' | b',')) && length > 0
    }

    /// The commands from `from` to a `)`.
    fn substitution(&mut self, start: usize, from: usize) {
        let outer = (std::mem::take(&mut self.inner), std::mem::take(&mut self.ends));
        let behind = self.behind;
        self.at = from;
        let list = self.list();
        self.close_with(b')', "the `(` here is never closed", start);
        (self.inner, self.ends) = outer;
        self.behind = behind;
        self.inner.push(list);
        self.ends.push((start, self.at));
    }

    /// The commands between backquotes. What is escaped within them is read as it stands.
    fn backquote(&mut self) {
        let start = self.at;
        let mut end = start + 1;
        while end < self.bytes.len() && self.bytes[end] != b'`' {
            end += if self.bytes[end] == b'\\' { 2 } else { 1 };
        }
        if end >= self.bytes.len() {
            self.unclosed(start, "the backquote here is never closed");
            return;
        }
        let outer = (std::mem::take(&mut self.inner), std::mem::take(&mut self.ends));
        let (behind, whole) = (self.behind, (self.bytes, self.text));
        (self.bytes, self.text) = (&whole.0[..end], &whole.1[..end]);
        self.at = start + 1;
        let list = self.list();
        if !self.is_at_end() {
            self.fail_here("what stands here closes nothing");
        }
        (self.bytes, self.text) = whole;
        (self.inner, self.ends) = outer;
        self.behind = behind;
        self.at = end + 1;
        self.inner.push(list);
        self.ends.push((start, self.at));
    }

    /// Where the `))` of the `((` at `open` begins; `None` where these are two brackets of their own.
    pub(super) fn arithmetic_end(&self, open: usize) -> Option<usize> {
        let inner = scan::close(self.bytes, open + 2, Inside::Paren);
        (self.bytes.get(inner) == Some(&b')') && self.bytes.get(inner - 1) == Some(&b')')).then_some(inner - 1)
    }

    /// `(( … ))`
    pub(super) fn arithmetic(&mut self) -> Body {
        if let Some(end) = self.arithmetic_end(self.at) {
            self.expression(self.at + 2, end);
        }
        self.behind = self.at;
        Body::Arithmetic(self.take_inner())
    }

    /// The expression from `from` to the `))` at `end`.
    fn expression(&mut self, from: usize, end: usize) {
        let start = from - 3.min(from);
        self.at = from;
        self.nested(|lexer| {
            while lexer.at < end {
                match lexer.bytes[lexer.at] {
                    b'\\' => lexer.at += 2,
                    b'$' => lexer.dollar(true),
                    b'`' => lexer.backquote(),
                    _ => lexer.at += 1,
                }
            }
            lexer.at = end + 2;
        });
        self.ends.push((start, self.at));
    }

    /// A redirection; `None` where none begins here.
    pub(super) fn redirect(&mut self) -> Option<Redirection> {
        let start = self.at;
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        let rest = &self.rest()[digits..];
        let (kind, length) = match rest {
            [b'<' | b'>', b'(', ..] => return None,
            [b'&', b'>', b'>', ..] if digits == 0 => (RedirectKind::Both, 3),
            [b'&', b'>', ..] if digits == 0 => (RedirectKind::Both, 2),
            [b'<', b'<', b'<', ..] => (RedirectKind::HereString, 3),
            [b'<', b'<', b'-', ..] => (RedirectKind::Heredoc, 3),
            [b'<', b'<', ..] => (RedirectKind::Heredoc, 2),
            [b'<' | b'>', b'&', ..] => (RedirectKind::Duplicate, 2),
            [b'<', b'>', ..] => (RedirectKind::Read, 2),
            [b'<', ..] => (RedirectKind::Read, 1),
            [b'>', b'>', ..] => (RedirectKind::Append, 2),
            [b'>', b'|', ..] => (RedirectKind::Write, 2),
            [b'>', ..] => (RedirectKind::Write, 1),
            _ => return None,
        };
        let writes = rest[0] == b'>';
        let strips_tabs = kind == RedirectKind::Heredoc && length == 3;
        self.at = start + digits + length;
        let operator_end = self.at;
        self.skip_blanks();
        let (target, inner) = self.inner_word();
        let Some(target) = target else {
            self.fail(start, operator_end, "the target of this redirection is missing");
            self.at = operator_end;
            self.behind = operator_end;
            let redirect =
                Redirect { span: self.span(start, self.at), descriptor: None, kind, target: None, body: None };
            return Some(Redirection { redirect, heredoc: None, inner: Vec::new() });
        };
        let descriptor = self.text[start..start + digits].parse().ok();
        let heredoc = (kind == RedirectKind::Heredoc).then(|| {
            let (delimiter, quoted) =
                (target.text.clone(), target.quoted || self.text[operator_end..self.at].contains('\\'));
            self.heredocs.push(Heredoc::default());
            let index = self.heredocs.len() - 1;
            self.pending.push(Pending { index, delimiter, quoted, strips_tabs });
            index
        });
        // `>& file` is an old way to write `&> file`.
        let kind = match kind {
            RedirectKind::Duplicate if writes && descriptor.is_none() && !is_descriptor(&target.text) => {
                RedirectKind::Both
            }
            kind => kind,
        };
        let redirect = Redirect { span: self.span(start, self.at), descriptor, kind, target: Some(target), body: None };
        Some(Redirection { redirect, heredoc, inner })
    }

    /// The commands in the word that has just been read.
    pub(super) fn take_inner(&mut self) -> Vec<List> {
        self.ends.clear();
        std::mem::take(&mut self.inner)
    }
}

/// What may stand behind `>&` to mean a descriptor.
fn is_descriptor(target: &str) -> bool {
    target.starts_with('$') || target.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
}
