//! A download with curl that takes an error page for the file.

use super::super::prelude::*;
use crate::facts::download::keeps_error_page;
use crate::facts::pipes::{file_noticed, noticed_by};
use crate::facts::{Destination, Download};
use crate::shell::Word;

pub(crate) static RULE: Rule = Rule::new("curl-without-fail", Group::Shell, Severity::Warning)
    .recommended()
    .aliases(&["droast:DF035", "tally:curl-should-follow-redirects", "tally:prefer-curl-config"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/curl-without-fail.md"))
    .checks(&[Check::Run(check)]);

/// The fix is unsafe: a build that used to go on with an error page will end.
fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        for download in &piece.deeds.downloads {
            let Some(command) = piece.script.commands.get(download.command) else { continue };
            let Some(word) = command.words.first().filter(|_| keeps_error_page(download, command)) else { continue };
            // Who refuses the page in its place says so in stranger words, but the build ends.
            let refused = noticed_by(&piece.script, command).is_some()
                || piece.notices_file_of(download)
                || is_noticed_later(run, download)
                || is_signature(download);
            let plain = run.step.file.source.slice(word.span) == &*word.text;
            findings
                .at(word.span, "curl takes the page of an HTTP error for the file")
                .severity(if refused { Severity::Info } else { Severity::Warning })
                .help("add -f, with which curl fails on an HTTP status of 400 or more")
                .fix("Add `-f`", Safety::Unsafe, plain.then(|| add_fail(command)));
        }
    }
}

/// `-f` among the letters that the options begin with, `-fsSL`, else on its own.
fn add_fail(command: &Command) -> Edit {
    const ALONE: &[u8] = b"sSLOJkgvN#46";
    let letters = |word: &Word| {
        let letters = word.text.strip_prefix('-').map(|text| text.strip_suffix('o').unwrap_or(text).as_bytes());
        letters.is_some_and(|letters| letters.iter().all(|letter| ALONE.contains(letter))) && word.text.len() > 1
    };
    match command.words.get(1).filter(|word| letters(word)) {
        Some(word) => Edit::insert(word.span.start + 1, "f"),
        None => Edit::insert(command.words[0].span.end, " -f"),
    }
}

/// Whether what is fetched is a signature or a checksum: an error page in its place signs nothing.
fn is_signature(download: &Download) -> bool {
    let url = download.url.as_ref().map_or("", |(url, _)| url);
    [".asc", ".minisig", ".sha256", ".sha512", ".sig"].iter().any(|ending| url.ends_with(ending))
}

/// How many RUNs are looked at, and how many downloads one may have for that: bounds for hostile files.
const FAR_ENOUGH: usize = 16;

/// Whether a later RUN of the stage unpacks, installs or verifies the file.
fn is_noticed_later(run: &Run<'_>, download: &Download) -> bool {
    let Destination::Path(path, _) = &download.to else { return false };
    let few = run.facts.downloads().nth(FAR_ENOUGH).is_none();
    let later = run.step.file.facts.runs_behind(run.step.index).iter().take(FAR_ENOUGH);
    let mut pieces = later.filter(|later| later.stage == run.facts.stage && !later.onbuild).flat_map(|run| &run.pieces);
    few && !run.step.onbuild && pieces.any(|piece| file_noticed(&piece.script, 0, path))
}
