//! wget that fills the build log with its progress.

use super::super::prelude::*;
use crate::knowledge::base_images::{Family, Shell};

pub(crate) static RULE: Rule = Rule::new("wget-progress-output", Group::Shell, Severity::Info)
    .recommended()
    .aliases(&["hadolint:DL3047", "droast:DF056"])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/shell/wget-progress-output.md"))
    .checks(&[Check::Run(check)]);

/// Options with which wget draws no bar, or starts nothing.
const QUIET: &[&str] = &[
    "--quiet", "--no-verbose", "-nv", "--progress", "--output-file", "--append-output", "--spider", "--version",
    "--help",
];

fn check(run: &Run<'_>, findings: &mut Findings) {
    for command in run.facts.commands().filter(|command| command.name() == Some("wget")) {
        let quiet = command.words.iter().skip(1).any(|word| {
            let text = &*word.text;
            let short =
                text.starts_with('-') && !text.starts_with("--") && (text.contains('q') || matches!(text, "-o" | "-a"));
            short || may_hold_options(text) || QUIET.iter().any(|option| text.starts_with(option))
        });
        let redirected = command.redirects.iter().any(|redirect| redirect.descriptor == Some(2));
        if quiet || redirected || command.words.len() < 2 {
            continue;
        }
        let word = &command.words[0];
        let (option, why) = if knows_only_quiet(run) {
            ("-q", "the wget of BusyBox knows only `-q`")
        } else {
            ("-nv", "`-nv` shows errors and a line for each file")
        };
        let finding = findings
            .at(word.span, "wget writes its progress into the build log")
            .help(format!("add `{option}`: {why}"));
        let known = run.step.stage.is_some_and(|stage| run.step.file.model.base_image(stage).is_some());
        // Of an unknown base nobody knows which wget it has.
        if known && run.step.file.source.slice(word.span) == &*word.text {
            let edit = Edit { span: Span::empty(word.span.end), replacement: format!(" {option}") };
            finding.fix(format!("Add `{option}`"), Safety::Safe, vec![edit]);
        }
    }
}

/// Whether a word is a variable that by its name holds options rather than an address.
fn may_hold_options(text: &str) -> bool {
    let name = text.to_ascii_uppercase();
    name.starts_with('$')
        && ["OPT", "ARG", "FLAG", "PROGRESS", "QUIET", "VERBOS"].iter().any(|mark| name.contains(mark))
}

/// Whether wget is that of BusyBox: nothing installed another.
fn knows_only_quiet(run: &Run<'_>) -> bool {
    let file = run.step.file;
    let Some(stage) = run.step.stage else { return false };
    let Some(base) = file.model.base_image(stage) else { return false };
    let busybox = base.shell == Shell::Ash || matches!(base.family, Family::Alpine | Family::BusyBox | Family::Wolfi);
    busybox && !file.facts.installs(file.model, stage, "wget")
}
