//! Characters that word processors and slides put in the place of those of a programming language.

use crate::dockerfile::{Dockerfile, Instruction, Keyword, Kind};
use crate::source::{Source, Span};

/// A character that means nothing to the Dockerfile language or a shell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Typographic {
    /// Where it stands.
    pub span: Span,
    /// What it is called, with its article.
    pub name: &'static str,
    /// What was meant.
    pub plain: &'static str,
}

/// The typographic characters of instructions, where they hurt: not in comments, labels, heredocs or between plain quotes.
pub fn typographic(source: &Source, dockerfile: &Dockerfile) -> Vec<Typographic> {
    let mut found = Vec::new();
    if source.text().is_ascii() {
        return found;
    }
    for outer in &dockerfile.instructions {
        let instruction = if let Kind::Onbuild(trigger) = &outer.kind { trigger } else { outer };
        if !matches!(instruction.keyword, Keyword::Label | Keyword::Maintainer) {
            scan(source, dockerfile, instruction, &mut found);
        }
    }
    found
}

fn scan(source: &Source, dockerfile: &Dockerfile, instruction: &Instruction, found: &mut Vec<Typographic>) {
    let start = instruction.keyword_span.end;
    let end = instruction.heredocs.first().map_or(instruction.span.end, |heredoc| heredoc.body.start);
    let text = source.slice(Span::new(start, end.max(start)));
    if text.is_ascii() {
        return;
    }
    let is_command =
        matches!(instruction.keyword, Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Healthcheck);
    let escape = char::from(dockerfile.escape.byte());
    let first = dockerfile.comments.partition_point(|comment| comment.span.end <= start);
    let mut comments = dockerfile.comments[first..].iter().peekable();
    let (mut quote, mut before, mut word_start, mut skip_to) = (None, ' ', true, start);
    let mut characters = text.char_indices().peekable();
    while let Some((index, character)) = characters.next() {
        let at = start + u32::try_from(index).unwrap_or(0);
        while comments.next_if(|comment| comment.span.end <= at).is_some() {}
        if at < skip_to || comments.peek().is_some_and(|comment| comment.span.contains(at)) {
            continue;
        }
        let next = characters.peek().map_or(' ', |(_, next)| *next);
        let previous = std::mem::replace(&mut before, character);
        let at_start = word_start;
        word_start = character.is_ascii_whitespace() || (at_start && (character == '-' || is_dash(character)));
        match (quote, character) {
            (_, sign) if sign == escape && quote != Some('\'') => {
                // What is escaped stands for itself.
                skip_to = at + 1 + u32::try_from(next.len_utf8()).unwrap_or(1);
            }
            (Some(open), sign) if sign == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '#') if is_command && previous.is_ascii_whitespace() => {
                let line = text[index..].find('\n').unwrap_or(text.len() - index);
                skip_to = at + u32::try_from(line).unwrap_or(0);
            }
            (None, sign) => {
                if let Some((name, plain)) = judge(sign, previous, next, at_start, &text[index..]) {
                    let length = u32::try_from(sign.len_utf8()).unwrap_or(1);
                    found.push(Typographic { span: Span::new(at, at + length), name, plain });
                }
            }
        }
    }
}

fn is_dash(sign: char) -> bool {
    matches!(sign, '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn judge(sign: char, previous: char, next: char, word_start: bool, rest: &str) -> Option<(&'static str, &'static str)> {
    match sign {
        '\u{201C}' | '\u{201D}' | '\u{201E}' | '\u{201F}' => Some(("a typographic quote", "\"")),
        // `it’s` is a word.
        '\u{2018}' | '\u{2019}' | '\u{201A}' | '\u{201B}' => {
            let inside = previous.is_alphanumeric() && next.is_alphanumeric();
            (!inside).then_some(("a typographic quote", "'"))
        }
        sign if is_dash(sign) => {
            let name = match sign {
                '\u{2013}' => "an en dash",
                '\u{2014}' => "an em dash",
                _ => "a typographic hyphen",
            };
            let letters = rest.chars().skip(1).take_while(char::is_ascii_alphanumeric).count();
            let beside = |other: char| other == '-' || is_dash(other);
            let one = beside(previous) || beside(next) || letters < 2 || sign < '\u{2012}';
            let option = word_start && (next.is_ascii_alphanumeric() || beside(next));
            option.then_some((name, if one { "-" } else { "--" }))
        }
        '\u{A0}' | '\u{2007}' | '\u{202F}' => Some(("a no-break blank", " ")),
        '\u{200B}' | '\u{2060}' | '\u{FEFF}' => Some(("a zero-width blank", "")),
        _ => None,
    }
}
