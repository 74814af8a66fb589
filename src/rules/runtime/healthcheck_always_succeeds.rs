//! A health check that cannot fail.

use super::super::prelude::*;
use crate::facts::health_check::{always_succeeds, checked_commands, curl_without_fail};
use crate::shell::Joint;

pub(crate) static RULE: Rule = Rule::new("healthcheck-always-succeeds", Group::Runtime, Severity::Warning)
    .recommended()
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/runtime/healthcheck-always-succeeds.md"))
    .checks(&[Check::Instruction(&[Keyword::Healthcheck], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Some(startup) = step.file.facts.startup(step.index).filter(|_| !step.onbuild) else { return };
    let script = &startup.piece.script;
    let checked = checked_commands(script);
    let Some(last) = checked.last().filter(|last| !last.conditional && !last.subshell) else { return };
    if always_succeeds(last) {
        report_end(step, last, findings);
    } else if let Some(curl) = curl_without_fail(script, &checked) {
        let word = &curl.words[0];
        let written = step.file.source.slice(word.span);
        let option = if startup.exec && written.starts_with('"') { ", \"-f\"" } else { " -f" };
        let exact = written.trim_matches('"') == &*word.text;
        findings
            .at(word.span, "curl succeeds when the server answers with an error")
            .help("add -f, with which curl fails on an HTTP status of 400 or more")
            .fix("Add `-f`", Safety::Unsafe, exact.then(|| Edit::insert(word.span.end, option)));
    }
}

fn report_end(step: &Step<'_>, last: &Command, findings: &mut Findings) {
    let text = last.texts().join(" ");
    let message = match last.joined_by {
        Joint::Or => format!("`|| {text}` turns every failure into success"),
        Joint::Pipe => format!("the pipe ends in `{text}`, which succeeds whatever comes in"),
        Joint::And => return,
        Joint::First | Joint::Sequence => format!("the check ends in `{text}`, so it always succeeds"),
    };
    let caught = last.name() == Some("exit") && last.joined_by == Joint::Or;
    let status = last.words.get(1).filter(|word| caught && step.file.source.slice(word.span) == "0");
    // Nobody writes `true` alone by mistake.
    let only = last.joined_by == Joint::First;
    let help = if only {
        "write `HEALTHCHECK NONE` where nothing is to be asked"
    } else {
        "let the check end with the status of what it asks"
    };
    let is_grave = !only && !step.is_explained(&["health"]);
    let severity = if is_grave { Severity::Warning } else { Severity::Info };
    findings.at(last.words_span(), message).severity(severity).help(help).fix(
        "Report the failure: `exit 1`",
        Safety::Unsafe,
        status.map(|word| Edit::replace(word.span, "1")),
    );
}
