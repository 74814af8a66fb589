//! A main process that does nothing but keep the container running.

use super::super::prelude::*;
use crate::facts::idle::{endless_sleep, is_bare_shell, waits_forever};
use crate::facts::purpose::is_worked_in;
use crate::facts::services;

pub(crate) static RULE: Rule = Rule::new("keep-alive-command", Group::Runtime, Severity::Info)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/runtime/keep-alive-command.md"))
    .checks(&[Check::Start(check)]);

const HELP: &str = "let the application itself be the main process, in the foreground";

fn check(view: &StartView<'_>, findings: &mut Findings) {
    if !view.is_main() || is_worked_in(view.file.model, view.file.source.path(), view.stage) {
        return;
    }
    match view.piece.script.last() {
        None => {
            if let Some(span) = endless_sleep(&view.piece.script) {
                findings.at(span, "the main process is a loop that sleeps").help(HELP);
            }
        }
        Some(last) if last.pipeline.is_none() && !last.background => {
            if waits_forever(last) || is_bare_shell(last) && !services(view.piece).is_empty() {
                let text = last.texts().join(" ");
                findings.at(last.words_span(), format!("the main process is `{text}`, which does nothing")).help(HELP);
            }
        }
        Some(_) => {}
    }
}
