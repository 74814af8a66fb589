//! Packages whose maker is not asked for: options of package managers and settings of theirs that switch signatures off.

use super::deeds::{Flag, PackageAction};
use super::run::Piece;
use crate::knowledge::package_managers::{Manager, Verb};
use crate::knowledge::trust::{UNSIGNED_RPM_FLAGS, may_be_unsigned, unsigned_setting};
use crate::shell::Command;
use crate::source::{Source, Span, file_name};

/// A place where the check of signatures is switched off.
#[derive(Clone, Copy, Debug)]
pub struct Unsigned {
    /// The option or setting.
    pub span: Span,
    /// It is for packages of files that lie in the image, as they come from a build of one's own, or of an index that is signed itself.
    pub of_own_build: bool,
}

/// The places of a text where the check of signatures is switched off.
pub fn unsigned<'a>(piece: &'a Piece, source: &'a Source) -> impl Iterator<Item = Unsigned> {
    let brings = |action: &&PackageAction| !matches!(action.verb, Verb::Remove | Verb::Clean);
    let managed = piece.deeds.packages.iter().filter(brings).flat_map(|action| {
        let off = move |flag: &&Flag| is_off(action, flag);
        action.flags.iter().filter(off).map(|flag| Unsigned {
            span: flag.span,
            of_own_build: is_of_own_build(action) || is_verified(piece, action),
        })
    });
    let may_set = may_be_unsigned(source.slice(piece.span));
    let spans = piece.script.commands.iter().flat_map(move |command| {
        // A heredoc's body stands behind the text.
        let asked = may_set || command.redirects.iter().any(|redirect| redirect.body.is_some());
        let set = asked.then(|| settings(command, source));
        let rpm = command
            .arguments()
            .iter()
            .filter(|word| command.name() == Some("rpm") && UNSIGNED_RPM_FLAGS.contains(&&*word.text));
        rpm.map(|word| word.span).chain(set.into_iter().flatten())
    });
    let local = |span: Span| {
        let around =
            piece.script.commands.iter().flat_map(|command| &command.words).find(|word| word.span.encloses(span));
        around.is_some_and(|word| word.text.contains("file:") || word.text.contains("repo_gpgcheck=1"))
    };
    managed.chain(spans.map(move |span| Unsigned { span, of_own_build: local(span) }))
}

fn is_off(action: &PackageAction, flag: &Flag) -> bool {
    let whole = flag.value.as_ref().map(|value| format!("{}={value}", flag.name));
    action.manager.unsigned_flags.iter().any(|off| *off == &*flag.name || whole.as_deref() == Some(*off))
}

/// Whether a command in front compares the package's file with a signature or a checksum.
fn is_verified(piece: &Piece, action: &PackageAction) -> bool {
    let before = piece.script.commands.get(..action.command).unwrap_or_default();
    let mut files = action.packages.iter().filter(|package| {
        [".apk", ".deb", ".rpm"].iter().any(|ending| package.text.ends_with(ending)) && !package.variable
    });
    let compares = |command: &Command| {
        let verifies = || command.arguments().iter().any(|word| word.is("--verify"));
        command.name().is_some_and(|name| name.ends_with("sum") || name.starts_with("gpg") && verifies())
    };
    files.any(|file| {
        let name = file_name(&file.text);
        let names = |command: &Command| command.arguments().iter().any(|word| word.text.contains(name));
        before.iter().any(|command| compares(command) && names(command))
    })
}

fn is_of_own_build(action: &PackageAction) -> bool {
    action.is(&[Manager::Apk])
        && !action.packages.is_empty()
        && action.packages.iter().all(|package| package.text.ends_with(".apk"))
}

/// Settings that a command writes into a configuration file.
fn settings<'a>(command: &'a Command, source: &'a Source) -> impl Iterator<Item = Span> {
    // A setting that is only looked for or replaced is none that is made.
    let asks = matches!(command.name(), Some("grep" | "test" | "["));
    let replaces = matches!(command.name(), Some("sed" | "perl"));
    let bodies = command.redirects.iter().filter_map(|redirect| redirect.body);
    let words = command.arguments().iter().filter(|word| !word.text.starts_with("--")).map(|word| word.span);
    words.chain(bodies).filter(move |_| !asks).filter_map(move |span| {
        let text = source.slice(span);
        let from = if replaces { behind_pattern(text) } else { 0 };
        let found = unsigned_setting(text.get(from..)?)?;
        Some(span.part(from + found.start..from + found.end))
    })
}

/// Where the replacement begins in `s/pattern/replacement/`.
fn behind_pattern(text: &str) -> usize {
    text.match_indices('/').nth(1).map_or(0, |(at, _)| at + 1)
}
