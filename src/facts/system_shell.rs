//! Commands that put another program into the place of `/bin/sh`.

use super::{Piece, Site};
use crate::shell::{Command, Word};
use crate::source::Span;

/// A command that replaces the system's shell.
#[derive(Debug)]
pub struct ReplacedShell<'a> {
    /// The command.
    pub command: &'a Command,
    /// The word that says so.
    pub span: Span,
}

/// The first command of a text that replaces `/bin/sh`.
pub fn replaced_shell<'a>(piece: &'a Piece, site: &Site<'_>) -> Option<ReplacedShell<'a>> {
    let places = piece.directories(site);
    piece.script.commands.iter().zip(places).find_map(|(command, place)| {
        let is_shell = |word: &&Word| {
            let path = site.path(&word.text, place.as_deref());
            path.as_deref().is_some_and(|path| matches!(path, "/bin/sh" | "/usr/bin/sh"))
        };
        replaces(command, &is_shell).map(|span| ReplacedShell { command, span })
    })
}

/// What in a command puts something else into the place of /bin/sh.
fn replaces(command: &Command, is_shell: &dyn Fn(&&Word) -> bool) -> Option<Span> {
    let words = command.arguments();
    match command.name()? {
        "ln" | "cp" | "mv" | "install" => {
            let operands = words.iter().filter(|word| !word.text.starts_with('-'));
            let last = operands.clone().next_back().filter(|_| operands.clone().count() > 1)?;
            let into = words.iter().any(|word| word.text.starts_with("-t") || word.text.starts_with("--target"));
            is_shell(&last).then_some(last.span).filter(|_| !into)
        }
        "dpkg-divert" if command.has_argument(&["--add", "--rename", "--divert"]) => {
            words.iter().find(is_shell).map(|word| word.span)
        }
        "dpkg-reconfigure" => command.argument(&["dash"]).map(|word| word.span),
        "update-alternatives" | "alternatives" if command.has_argument(&["--install", "--set"]) => {
            words.iter().find(|word| word.is("sh") || is_shell(word)).map(|word| word.span)
        }
        _ => None,
    }
}
