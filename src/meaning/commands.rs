//! Shell text as the shell gets it: which of its blanks are layout, what it says without them, and what it calls.

use std::fmt::Write as _;

use crate::dockerfile::{Dockerfile, Escape, Kind};
use crate::shell::{self, Dialect, Script};
use crate::source::{Source, Span};

/// Whether all shell text of a file is for a shell that we can read.
pub(crate) fn are_shell(source: &Source, dockerfile: &Dockerfile) -> bool {
    dockerfile.instructions.iter().all(|instruction| match &instruction.kind {
        Kind::From(from) => {
            let image = source.slice(from.image.span).to_ascii_lowercase();
            !["windows", "nanoserver", "powershell"].iter().any(|name| image.contains(name))
        }
        Kind::Shell(words) => {
            let words: Vec<&str> = words.iter().map(|word| &*word.value).collect();
            shell::dialect_of(&words).is_shell()
        }
        _ => true,
    })
}

/// Text of continued lines, joined.
pub(crate) struct Joined {
    /// The text.
    pub(crate) text: String,
    /// Its pieces: offset in the text, offset in the file.
    pieces: Vec<(usize, u32)>,
}

impl Joined {
    /// Joins the lines of a span as the builder does.
    pub(crate) fn new(source: &Source, span: Span, escape: Escape) -> Self {
        let mut joined = Self { text: String::new(), pieces: Vec::new() };
        let mut start = span.start;
        for (number, whole) in source.slice(span).split_inclusive('\n').enumerate() {
            let line = whole.trim_end_matches(['\r', '\n']);
            let content = line.trim_start();
            if number == 0 || !content.is_empty() && !content.starts_with('#') {
                joined.pieces.push((joined.text.len(), start));
                joined.text.push_str(continued(line, escape).unwrap_or(line));
            }
            start += u32::try_from(whole.len()).unwrap_or(u32::MAX);
        }
        joined
    }

    /// The offset in the text of a byte of the file that is in it.
    pub(crate) fn place(&self, at: u32) -> Option<usize> {
        let piece = self.pieces.partition_point(|(_, file)| *file <= at).checked_sub(1)?;
        let (text, file) = self.pieces[piece];
        Some(text + (at - file) as usize)
    }
}

/// What stands in front of the escape character that continues a line.
pub(crate) fn continued(line: &str, escape: Escape) -> Option<&str> {
    let character = char::from(escape.byte());
    let before = line.trim_end_matches([' ', '\t']).strip_suffix(character)?;
    (!before.ends_with(character)).then_some(before)
}

/// For each byte whether it stands outside of quotes, substitutions and arrays, with one more for the end; `None` where that is
/// not certain, or where the text has a comment.
pub(crate) fn bare(text: &str) -> Option<Vec<bool>> {
    let script = shell::parse(text, 0, Dialect::Posix);
    if script.broken.is_some() || !script.comments.is_empty() {
        return None;
    }
    let bare = scan(text)?;
    // Where more blanks give other words, they are no layout after all.
    let mut wide = String::with_capacity(2 * text.len());
    for (at, character) in text.char_indices() {
        wide.push(character);
        if is_blank(character) && bare[at] {
            wide.push(' ');
        }
    }
    (describe(text, &script) == describe(&wide, &shell::parse(&wide, 0, Dialect::Posix))).then_some(bare)
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t')
}

/// Reads the text byte by byte; `open` holds what is open: a quote (`$` for `$'`), `(`, `S` for a parenthesis within which
/// blanks are not looked at, or `C` for `case` in one: the parenthesis behind a pattern closes none.
fn scan(text: &str) -> Option<Vec<bool>> {
    let bytes = text.as_bytes();
    let mut open: Vec<u8> = Vec::new();
    let mut bare = vec![false; bytes.len() + 1];
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        bare[at] = open.iter().all(|open| *open == b'(');
        let before = at.checked_sub(1).map_or(b' ', |before| bytes[before]);
        match (open.last().copied(), byte) {
            (Some(b'\'' | b'$'), b'\'') | (Some(b'"'), b'"') | (Some(b'`'), b'`') | (Some(b'(' | b'S'), b')') => {
                open.pop();
            }
            (Some(b'\''), _) => {}
            (_, b'\\') => {
                bare[at] = false;
                at += 1;
            }
            (Some(b'"'), b'(') if before == b'$' => open.push(b'S'),
            (Some(b'"'), b'`') => open.push(b'`'),
            (Some(b'"' | b'$'), _) => {}
            (_, b'\'') => open.push(if before == b'$' { b'$' } else { b'\'' }),
            (_, b'"' | b'`') => open.push(byte),
            (_, b'(') if matches!(before, b'$' | b'=' | b'<' | b'>' | b'(') => open.push(b'S'),
            (_, b'(') => open.push(b'('),
            (Some(b'S' | b'(' | b'C'), b'c') if is_word(bytes, at, b"case") && open.contains(&b'S') => open.push(b'C'),
            (Some(b'C'), b'e') if is_word(bytes, at, b"esac") => _ = open.pop(),
            _ => {}
        }
        at += 1;
    }
    bare[bytes.len()] = true;
    open.is_empty().then_some(bare)
}

/// Whether a word of the grammar stands there, in front of a blank or what ends a command.
fn is_word(bytes: &[u8], at: usize, word: &[u8]) -> bool {
    let ends = |byte: Option<&u8>| byte.is_none_or(|byte| byte.is_ascii_whitespace() || b";&|()".contains(byte));
    let before = at.checked_sub(1).and_then(|before| bytes.get(before));
    bytes[at..].starts_with(word) && ends(before) && ends(bytes.get(at + word.len()))
}

/// What a text says, whatever its layout: the text itself with one blank for several where blanks are layout, and the words of
/// its commands with what joins them.
pub(crate) fn signature(text: &str) -> String {
    let Some(bare) = bare(text) else { return text.to_owned() };
    let mut signature = String::with_capacity(2 * text.len());
    let mut is_gap = false;
    for (at, character) in text.char_indices() {
        if is_blank(character) && bare[at] {
            is_gap = true;
            continue;
        }
        // Where operators stand, blanks are free; whether it is the same operator is seen below.
        let is_operator = |character: char| matches!(character, ';' | '&' | '|');
        if std::mem::take(&mut is_gap) && !is_operator(character) && !signature.ends_with(is_operator) {
            signature.push(' ');
        }
        signature.push(character);
    }
    signature + &describe(text, &shell::parse(text, 0, Dialect::Posix))
}

/// The words of the commands and what joins them.
fn describe(text: &str, script: &Script) -> String {
    let mut into = String::new();
    let slice = |span: Span| text.get(span.range()).unwrap_or("");
    for command in &script.commands {
        let _ = write!(&mut into, "\n{:?} {} {}", command.joined_by, command.negated, command.background);
        let assignments = command.assignments.iter().map(|assignment| assignment.span);
        let wrappers = command.wrappers.iter().flat_map(|wrapper| &wrapper.words).map(|word| word.span);
        let words = command.words.iter().map(|word| word.span);
        for span in assignments.chain(wrappers).chain(words) {
            let _ = write!(&mut into, " {:?}", slice(span));
        }
        for redirect in &command.redirects {
            let target = redirect.target.as_ref().map(|target| slice(target.span));
            let _ = write!(&mut into, " {:?} {:?} {target:?}", redirect.kind, redirect.descriptor);
        }
    }
    into
}

/// A simple command as it is written: its words, quotes included, with what compound commands put around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// What stands in front of it: `&&`, `;`, `|`, a line end; empty for the first.
    pub(super) joint: String,
    /// Its words.
    pub(super) words: Vec<String>,
}

/// What a text calls; all of it as one word where its quotes cannot be told.
pub(super) fn calls(text: &str) -> Vec<Call> {
    let Some(bare) = scan(text) else { return vec![Call { joint: String::new(), words: vec![text.to_owned()] }] };
    let mut calls = vec![Call { joint: String::new(), words: Vec::new() }];
    let mut word = String::new();
    let bytes = text.as_bytes();
    let byte_at = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
    for (at, character) in text.char_indices() {
        let (before, behind) = (byte_at(at.checked_sub(1)), byte_at(at.checked_add(1)));
        // `2>&1`, `&>file` and `>|` join nothing.
        let redirects = matches!(character, '&' | '|') && (matches!(before, b'<' | b'>') || behind == b'>');
        let is_operator = bare[at] && !redirects && matches!(character, ';' | '&' | '|' | '\n');
        let Some(call) = calls.last_mut() else { break };
        if !(is_operator || bare[at] && matches!(character, ' ' | '\t' | '\r')) {
            word.push(character);
            continue;
        }
        if !word.is_empty() {
            call.words.push(std::mem::take(&mut word));
        }
        if !is_operator {
            continue;
        }
        if call.words.is_empty() && !call.joint.is_empty() && character != '\n' && call.joint != "\n" {
            call.joint.push(character);
        } else if !call.words.is_empty() {
            calls.push(Call { joint: character.into(), words: Vec::new() });
        }
    }
    if let Some(call) = calls.last_mut().filter(|_| !word.is_empty()) {
        call.words.push(word);
    }
    calls
}

/// What a script calls: comments are none, and lines are continued by a backslash.
pub(super) fn calls_of_script(body: &str) -> Vec<Call> {
    let mut text = body.to_owned();
    for comment in shell::parse(body, 0, Dialect::Posix).comments.iter().rev() {
        text.replace_range(comment.range(), "");
    }
    calls(&without_continuations(&text))
}

/// A script whose continued lines are joined as the shell does it: not within single quotes.
fn without_continuations(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    let mut quote = None;
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match (quote, character) {
            (None | Some('"'), '\\') => match characters.next() {
                Some('\n') => {}
                Some(escaped) => joined.extend(['\\', escaped]),
                None => joined.push('\\'),
            },
            (None, '\'' | '"') => {
                quote = Some(character);
                joined.push(character);
            }
            (open, _) => {
                quote = open.filter(|open| *open != character);
                joined.push(character);
            }
        }
    }
    joined
}
