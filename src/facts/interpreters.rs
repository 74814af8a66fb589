//! The programs that texts are handed to, by name or in a shebang.

use super::Piece;
use crate::knowledge::program_name;
use crate::source::{Source, Span};

/// The programs that a text calls wherever it runs, or the one in the shebang of a heredoc.
pub fn called_programs<'a>(source: &'a Source, piece: &'a Piece) -> Vec<(&'a str, Span)> {
    let text = source.slice(piece.span);
    if text.starts_with("#!") {
        let first = text.lines().next().unwrap_or("");
        let line = Span::new(piece.span.start, piece.span.end).part(0..first.len());
        if let Some(found) = in_shebang(source, line) {
            return vec![found];
        }
    }
    let certain = piece.script.commands.iter().filter(|command| command.is_certain());
    let words = certain.flat_map(|command| {
        let outer = command.wrappers.iter().filter_map(|wrapper| wrapper.words.first());
        outer.chain(command.words.first())
    });
    words.filter_map(|word| Some((word.literal.as_deref()?, word.span))).collect()
}

/// The program of a shebang line and its place: of `#!/usr/bin/env bash` the second word.
pub fn in_shebang(source: &Source, shebang: Span) -> Option<(&str, Span)> {
    let line = source.slice(shebang);
    let mut words = line.strip_prefix("#!")?.split_ascii_whitespace();
    let mut word = words.next()?;
    if program_name(word) == "env" {
        word = words.find(|word| !word.starts_with('-') && !word.contains('='))?;
    }
    let at = line.find(word)?;
    Some((word, shebang.part(at..at + word.len())))
}
