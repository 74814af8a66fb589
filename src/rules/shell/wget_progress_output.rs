//! wget that fills the build log with its progress.

use super::super::prelude::*;
use crate::facts::download::is_quiet_wget;

pub(crate) static RULE: Rule = Rule::new("wget-progress-output", Group::Shell, Severity::Info)
    .recommended()
    .aliases(&["hadolint:DL3047", "droast:DF056"])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::Quiet])
    .page(include_str!("../../../rules/shell/wget-progress-output.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    let file = run.step.file;
    let busybox = || run.step.stage.is_some_and(|stage| file.facts.is_of_busybox(file.model, stage, "wget"));
    for command in run.facts.commands().filter(|command| command.name() == Some("wget")) {
        let Some(word) = command.words.first().filter(|_| !is_quiet_wget(command)) else { continue };
        let (option, why) = if busybox() {
            ("-q", "the wget of BusyBox knows only `-q`")
        } else {
            ("-nv", "`-nv` shows errors and a line for each file")
        };
        // Of an unknown base nobody knows which wget it has.
        let known = run.step.stage.is_some_and(|stage| file.model.base_image(stage).is_some());
        let plain = known && file.source.slice(word.span) == &*word.text;
        let edit = plain.then(|| Edit::insert(word.span.end, format!(" {option}")));
        findings
            .at(word.span, "wget writes its progress into the build log")
            .help(format!("add `{option}`: {why}"))
            .fix(format!("Add `{option}`"), Safety::Safe, edit);
    }
}
