//! A download with curl that takes an error page for the file.

use super::super::prelude::*;
use crate::facts::Destination;
use crate::facts::pipes::{file_noticed, noticed_by};
use crate::shell::{Command, RedirectKind};

pub(crate) static RULE: Rule = Rule::new("curl-without-fail", Group::Shell, Severity::Warning)
    .recommended()
    .aliases(&["droast:DF035", "tally:curl-should-follow-redirects", "tally:prefer-curl-config"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/curl-without-fail.md"))
    .checks(&[Check::Run(check)]);

/// The fix is unsafe: a build that used to go on with an error page will end.
fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        for download in piece.deeds.downloads.iter().filter(|download| &*download.tool == "curl") {
            let Some(command) = piece.script.commands.get(download.command) else { continue };
            let local = download.url.as_ref().is_none_or(|(url, _)| url.starts_with("file:"));
            let kept = matches!(download.to, Destination::Path(..) | Destination::Unknown) || goes_on(command);
            if local || !kept || command.words.iter().skip(1).any(|word| decides(&word.text)) {
                continue;
            }
            let word = &command.words[0];
            let edit = Edit { span: Span::empty(word.span.end), replacement: " -f".to_owned() };
            // Who refuses the page in its place says so in stranger words, but the build ends.
            let stored = match &download.to {
                Destination::Path(path, _) => file_noticed(&piece.script, download.command, path),
                _ => false,
            };
            let refused = stored || noticed_by(&piece.script, command).is_some();
            let severity = if refused { Severity::Info } else { Severity::Warning };
            let finding = findings
                .at(word.span, "curl takes the page of an HTTP error for the file")
                .severity(severity)
                .help("add -f, with which curl fails on an HTTP status of 400 or more");
            if run.step.file.source.slice(word.span) == &*word.text {
                finding.fix("Add `-f`", Safety::Unsafe, vec![edit]);
            }
        }
    }
}

/// Whether the body goes into a pipe, a word or a file.
fn goes_on(command: &Command) -> bool {
    let written = |kind| matches!(kind, RedirectKind::Write | RedirectKind::Append | RedirectKind::Both);
    let discarded =
        command.redirects.iter().any(|redirect| redirect.target.as_ref().is_some_and(|target| target.is("/dev/null")));
    !discarded
        && (command.pipeline.is_some()
            || command.substitution
            || command.redirects.iter().any(|redirect| written(redirect.kind)))
}

/// Options with which curl fails by itself, or whose output somebody looks at; unknown words may be such.
fn decides(text: &str) -> bool {
    let short = text.starts_with('-') && !text.starts_with("--");
    let long = ["--fail", "--head", "--data", "--form", "--upload-file", "--request", "--config", "--write-out"]
        .iter()
        .any(|option| text.starts_with(option));
    long || short && text.contains(['f', 'I', 'd', 'F', 'T', 'X', 'K', 'w'])
        || text.contains("http_code")
        || text.starts_with('$')
}
