//! Simple commands as the text has them: assignments, words, redirections; `[[ … ]]`; heads of functions.

use super::lexer::Lexer;
use super::tree::{Body, List, Redirection, Simple, Stage};
use super::{Assignment, Word};
use crate::source::Span;

/// Builtins whose operands are assignments.
const DECLARE: &[&str] = &["declare", "export", "local", "readonly", "typeset"];

impl Lexer<'_> {
    /// A simple command or a function; `None` where none begins here.
    pub(super) fn simple(&mut self) -> Option<Stage> {
        let start = self.at;
        let mut simple = Simple::default();
        let mut redirects: Vec<Redirection> = Vec::new();
        let mut declares = false;
        let mut leading = 0;
        loop {
            self.skip_blanks();
            let Some(byte) = self.peek(0) else { break };
            if matches!(byte, b'0'..=b'9' | b'<' | b'>' | b'&')
                && let Some(redirect) = self.redirect()
            {
                redirects.push(redirect);
                continue;
            }
            if matches!(byte, b'\n' | b';' | b'&' | b'|' | b')' | b'#') {
                break;
            }
            if byte == b'(' {
                if self.is_function_head(&simple) {
                    let name = simple.words[0].text.clone();
                    return self.rest_of_function(name, start);
                }
                break;
            }
            if (simple.words.is_empty() || declares)
                && let Some(assignment) = self.assignment(&mut simple.inner)
            {
                leading += usize::from(!declares);
                simple.assignments.push(assignment);
                continue;
            }
            let before = self.at;
            self.word_end();
            if self.at == before {
                break;
            }
            let word = self.word(before, self.at, true);
            self.keep_inner(word.span, &mut simple.inner);
            if simple.words.is_empty() {
                declares = !word.quoted && word.literal.as_deref().is_some_and(|name| DECLARE.contains(&name));
            }
            simple.words.push(word);
        }
        if simple.words.is_empty() && simple.assignments.is_empty() && redirects.is_empty() {
            return None;
        }
        let exported = [!simple.words.is_empty(), exports(&simple.words)];
        for (index, assignment) in simple.assignments.iter_mut().enumerate() {
            assignment.exported = exported[usize::from(index >= leading)];
        }
        Some(Stage { body: Body::Simple(simple), redirects, span: self.span(start, self.behind) })
    }

    fn keep_inner(&mut self, word: Span, kept: &mut Vec<(Span, List)>) {
        kept.extend(self.take_inner().into_iter().map(|list| (word, list)));
    }

    /// Whether `( )` stands here behind the only word of a command.
    fn is_function_head(&self, simple: &Simple) -> bool {
        let [word] = &simple.words[..] else { return false };
        let mut blanks = self.bytes[self.at + 1..].iter().skip_while(|byte| matches!(byte, b' ' | b'\t'));
        word.literal.is_some() && !word.quoted && simple.assignments.is_empty() && blanks.next() == Some(&b')')
    }

    fn rest_of_function(&mut self, name: Box<str>, start: usize) -> Option<Stage> {
        self.at += 1;
        self.skip_blanks();
        self.at += 1;
        let body = self.function(name, start)?;
        Some(Stage { body, redirects: Vec::new(), span: self.span(start, self.behind) })
    }

    /// `NAME=value`, `NAME+=value`, `NAME[index]=value`, `NAME=( … )`; `None` where none begins here.
    fn assignment(&mut self, inner: &mut Vec<(Span, List)>) -> Option<Assignment> {
        let start = self.at;
        let bytes = &self.bytes[start..];
        if !matches!(bytes.first()?, b'_' | b'a'..=b'z' | b'A'..=b'Z') {
            return None;
        }
        let length = bytes.iter().take_while(|byte| **byte == b'_' || byte.is_ascii_alphanumeric()).count();
        let mut operator = length;
        if bytes.get(operator) == Some(&b'[') {
            let same_word = |byte: &&u8| !matches!(byte, b' ' | b'\t' | b'\n' | b';');
            let index = bytes[operator..].iter().take_while(same_word).position(|byte| *byte == b']')?;
            operator += index + 1;
        }
        operator += match bytes.get(operator..)? {
            [b'=', ..] => 1,
            [b'+', b'=', ..] => 2,
            _ => return None,
        };
        let name = self.text[start..start + length].into();
        self.at = start + operator;
        let value_at = self.at;
        if self.peek(0) == Some(b'(') {
            self.at += 1;
            self.array(start, inner);
            let span = self.span(start, self.at);
            return Some(Assignment { span, name, value: None, exported: false });
        }
        self.word_end();
        self.behind = self.at;
        let span = self.span(start, self.at);
        let value = (self.at > value_at).then(|| self.word(value_at, self.at, false));
        self.keep_inner(span, inner);
        Some(Assignment { span, name, value, exported: false })
    }

    /// The elements of an array and its closing bracket.
    fn array(&mut self, start: usize, inner: &mut Vec<(Span, List)>) {
        loop {
            self.skip_lines();
            let before = self.at;
            self.word_end();
            if self.at == before {
                break;
            }
            self.keep_inner(self.span(before, self.at), inner);
        }
        self.close_with(b')', "the array here is never closed", start);
    }

    /// `[[ … ]]`, whose operators and operands become words.
    pub(super) fn test(&mut self) -> Stage {
        let start = self.at;
        let mut simple = Simple::default();
        simple.words.push(self.word(start, start + 2, false));
        self.at += 2;
        let mut closed = false;
        while !closed {
            self.skip_lines();
            let before = self.at;
            let regex = simple.words.last().is_some_and(|word| word.is("=~"));
            match (self.peek(0), self.peek(1)) {
                (None | Some(b';'), _) => break,
                (Some(b'&'), Some(b'&')) | (Some(b'|'), Some(b'|')) => self.at += 2,
                (Some(b'(' | b')'), _) if !regex => self.at += 1,
                (Some(b'<' | b'>'), next) if next != Some(b'(') => self.at += 1,
                _ if regex => self.regex_end(),
                _ => {
                    closed = self.word_is(b"]]");
                    self.word_end();
                }
            }
            if self.at == before {
                break;
            }
            let word = self.word(before, self.at, false);
            self.keep_inner(word.span, &mut simple.inner);
            simple.words.push(word);
        }
        if !closed {
            self.fail(start, start + 2, "the `[[` here is never closed");
        }
        let mut redirects = Vec::new();
        while let Some(redirect) = self.next_redirect() {
            redirects.push(redirect);
        }
        Stage { body: Body::Simple(simple), redirects, span: self.span(start, self.behind) }
    }

    /// Goes to the end of a regular expression, where brackets and bars are part of the word.
    fn regex_end(&mut self) {
        let mut depth = 0_usize;
        while let Some(byte) = self.peek(0) {
            match byte {
                b'(' => depth += 1,
                b')' | b' ' | b'\t' | b'\n' if depth == 0 => return,
                b')' => depth -= 1,
                b' ' | b'\t' | b'\n' | b'|' | b'&' | b';' | b'<' | b'>' => {}
                _ => {
                    self.word_end();
                    continue;
                }
            }
            self.at += 1;
        }
    }
}

/// Whether the declaration exports what it assigns.
fn exports(words: &[Word]) -> bool {
    match words.first().and_then(|word| word.literal.as_deref()) {
        Some("export") => true,
        Some("declare" | "typeset") => words.iter().any(|word| word.text.starts_with('-') && word.text.contains('x')),
        _ => false,
    }
}
