//! The shell form in an image without a shell.

use super::super::prelude::*;
use crate::dockerfile::{Command, Healthcheck};
use crate::model::Base;

pub(crate) static RULE: Rule = Rule::new("shell-form-in-scratch", Group::Correctness, Severity::Error)
    .recommended()
    .workshop()
    .aliases(&["tally:shell-run-in-scratch"])
    .page(include_str!("../../../rules/correctness/shell-form-in-scratch.md"))
    .checks(&[Check::Instruction(&[Keyword::Run, Keyword::Cmd, Keyword::Entrypoint, Keyword::Healthcheck], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let (Kind::Run(Some(Command::Shell(span)))
    | Kind::Cmd(Some(Command::Shell(span)))
    | Kind::Entrypoint(Some(Command::Shell(span)))
    | Kind::Healthcheck(Healthcheck::Cmd(Command::Shell(span)))) = &step.instruction.kind
    else {
        return;
    };
    let Some(stage) = step.stage else { return };
    let (model, facts) = (step.file.model, step.file.facts);
    if step.onbuild || step.state.shell.is_some() || facts.has_shell(model, stage) != Some(false) {
        return;
    }
    // A heredoc with a shebang, or a mount that brings a shell, is beyond what is known here.
    if !step.instruction.mounts.is_empty() || span.is_empty() {
        return;
    }
    let root = model.root(stage);
    let base = match root.base {
        Base::Scratch => "scratch",
        _ => root.base_text.as_known().unwrap_or("the base image"),
    };
    let help = if step.instruction.keyword == Keyword::Run {
        "do it in an earlier stage and copy the result with COPY --from"
    } else {
        "write the command as a JSON array"
    };
    findings.at(*span, format!("this needs /bin/sh, and {base} has no shell")).help(help);
}
