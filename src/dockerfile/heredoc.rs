//! Which words of a line open heredocs. The bodies are read elsewhere.

use std::ops::Range;

use super::ErrorKind;
use super::decode::Sink;
use super::expand::{self, Options};
use super::logical::Logical;

/// A word that opens a heredoc.
#[derive(Debug, PartialEq, Eq)]
pub struct Opener {
    /// Its bytes in the text that it was found in.
    pub range: Range<usize>,
    /// The name, unquoted.
    pub name: String,
    /// Whether no part of the name is quoted.
    pub expand: bool,
    /// `<<-`
    pub strip_tabs: bool,
    /// The number before `<<`.
    pub descriptor: u32,
}

/// BuildKit reads these words with a backslash, whatever the file's escape character is.
const LINE: Options = Options { raw_quotes: true, raw_escapes: true, ..WORD };
const WORD: Options =
    Options { escape: '\\', raw_quotes: false, raw_escapes: false, keep_quotes: false, keep_unset: true };

/// The openers of a line in order. A line that BuildKit's lexer refuses has none.
pub(super) fn openers(line: &Logical<'_>, sink: &mut Sink) -> Vec<Opener> {
    let mut openers = Vec::new();
    for (word, range) in words_of_line(line.text()) {
        match parse_word(&word) {
            Ok(Some(opener)) => openers.push(Opener { range, ..opener }),
            Ok(None) => {}
            Err(_) => {
                let message = format!("the quotes in the heredoc word `{word}` are not closed");
                sink.error(ErrorKind::Parse, line.span(range), message);
            }
        }
    }
    openers
}

/// The words of a line with quotes and escapes as they stand; none where the line has open quotes.
fn words_of_line(line: &str) -> Vec<(String, Range<usize>)> {
    let expanded = expand::expand_with(line, LINE, |_| expand::Lookup::Unset);
    let words = expanded.map(|expanded| expanded.words).unwrap_or_default();
    words.into_iter().map(|word| (word.value.into_string(), word.range)).collect()
}

/// The heredoc openers among the words of a line of shell text, as BuildKit finds them.
///
/// # Errors
/// The word whose quotes are open.
pub fn heredocs_of_line(line: &str) -> Result<Vec<Opener>, String> {
    let mut openers = Vec::new();
    for (word, range) in words_of_line(line) {
        let opener = parse_word(&word).map_err(|_| word)?;
        openers.extend(opener.map(|opener| Opener { range, ..opener }));
    }
    Ok(openers)
}

/// Reads a word that may open a heredoc: `None` where it does not.
///
/// # Errors
/// The name has open quotes.
pub fn parse_word(word: &str) -> Result<Option<Opener>, expand::ExpandError> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (descriptor, rest) = word.split_at(digits);
    let Some(rest) = rest.strip_prefix("<<") else { return Ok(None) };
    let (strip_tabs, rest) = rest.strip_prefix('-').map_or((false, rest), |rest| (true, rest));
    let rest = rest.trim_start_matches(['\t', '\n', '\u{c}', '\r', ' ']);
    if rest.is_empty() || rest.contains('<') {
        return Ok(None);
    }
    let unquoted = expand::expand_with(rest, WORD, |_| expand::Lookup::Unset)?;
    let [name] = unquoted.words.as_slice() else { return Ok(None) };
    let raw = expand::expand_with(rest, Options { raw_quotes: true, ..WORD }, |_| expand::Lookup::Unset)?;
    let [raw] = raw.words.as_slice() else {
        return Err(expand::ExpandError::inconsistent(0..rest.len()));
    };
    let quotes = |text: &str| text.bytes().filter(|byte| matches!(byte, b'\'' | b'"')).count();
    let name = name.value.clone().into_string();
    let expand = quotes(&name) == quotes(&raw.value.clone().into_string());
    Ok(Some(Opener {
        range: 0..word.len(),
        expand,
        name,
        strip_tabs,
        descriptor: if digits == 0 { 0 } else { descriptor.parse().unwrap_or(u32::MAX) },
    }))
}
