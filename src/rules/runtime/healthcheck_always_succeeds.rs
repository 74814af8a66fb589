//! A health check that cannot fail.

use super::super::prelude::*;
use crate::dockerfile::{Command as Form, Healthcheck};
use crate::shell::{Command, Joint, Script};

/// The rule.
pub static RULE: Rule = Rule {
    name: "healthcheck-always-succeeds",
    group: Group::Runtime,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/runtime/healthcheck-always-succeeds.md"),
    checks: &[Check::Instruction(&[Keyword::Healthcheck], check)],
};

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Kind::Healthcheck(Healthcheck::Cmd(form)) = &step.instruction.kind else { return };
    let Some(startup) = step.file.facts.startup(step.index).filter(|_| !step.onbuild) else {
        return;
    };
    let script = &startup.piece.script;
    let shown: Vec<&Command> =
        script.commands.iter().filter(|command| !command.substitution && command.in_function.is_none()).collect();
    let Some(last) = shown.last() else { return };
    if last.conditional || last.subshell {
        return;
    }
    if succeeds(last) {
        let span = last.words_span();
        let text = last.texts().join(" ");
        let message = match last.joined_by {
            Joint::Or => format!("`|| {text}` turns every failure into success"),
            Joint::Pipe => format!("the pipe ends in `{text}`, which succeeds whatever comes in"),
            Joint::And => return,
            Joint::First | Joint::Sequence => {
                format!("the check ends in `{text}`, so it always succeeds")
            }
        };
        let finding = findings.at(span, message).help("let the check end with the status of what it asks");
        if let (Some(word), "exit") = (last.words.get(1), last.name().unwrap_or("")) {
            let edit = Edit { span: word.span, replacement: "1".to_owned() };
            if last.joined_by == Joint::Or && step.file.source.slice(word.span) == "0" {
                finding.fix("Report the failure: `exit 1`", Safety::Unsafe, vec![edit]);
            }
        }
        return;
    }
    let Some(curl) = asks_without_fail(script, &shown) else { return };
    let word = &curl.words[0];
    let finding = findings
        .at(word.span, "curl succeeds when the server answers with an error")
        .help("add -f, with which curl fails on an HTTP status of 400 or more");
    if step.file.source.slice(word.span).trim_matches('"') == &*word.text {
        let exec = matches!(form, Form::Exec(_)) && step.file.source.slice(word.span).starts_with('"');
        let replacement = if exec { ", \"-f\"" } else { " -f" }.to_owned();
        let edit = Edit { span: Span::empty(word.span.end), replacement };
        finding.fix("Add `-f`", Safety::Unsafe, vec![edit]);
    }
}

/// Whether a command succeeds whatever happened before it.
fn succeeds(command: &Command) -> bool {
    match command.name() {
        Some("true" | ":" | "echo" | "printf" | "tee" | "cat" | "head" | "tail") => !command.negated,
        Some("exit") => command.words.get(1).is_some_and(|status| status.is("0")),
        _ => false,
    }
}

/// A `curl` on whose status alone the check depends.
fn asks_without_fail<'a>(script: &Script, shown: &[&'a Command]) -> Option<&'a Command> {
    // What is behind a pipe or looks at the output decides for itself.
    let [curl, rest @ ..] = shown else { return None };
    let only_exits = rest.iter().all(|command| command.name() == Some("exit") && command.joined_by == Joint::Or);
    let plain = script.pipelines.is_empty() && only_exits && !curl.negated;
    if !plain || curl.name() != Some("curl") {
        return None;
    }
    let texts = curl.texts();
    let fails = |word: &&str| {
        word.starts_with("--fail")
            || word.starts_with('-') && !word.starts_with("--") && word.contains('f')
            || word.contains("http_code")
            || word.starts_with("--unix-socket")
            || word.starts_with("telnet:")
    };
    (!texts.iter().skip(1).any(fails)).then_some(*curl)
}
