//! The shell form in an image without a shell.

use super::super::prelude::*;
use crate::dockerfile::Command;

pub(crate) static RULE: Rule = Rule::new("shell-form-in-scratch", Group::Correctness, Severity::Error)
    .recommended()
    .workshop()
    .aliases(&["tally:shell-run-in-scratch"])
    .page(include_str!("../../../rules/correctness/shell-form-in-scratch.md"))
    .checks(&[Check::Instruction(&[Keyword::Run, Keyword::Cmd, Keyword::Entrypoint, Keyword::Healthcheck], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let (Some(Command::Shell(span)), Some(stage)) = (step.instruction.kind.command(), step.stage) else { return };
    let (model, facts) = (step.file.model, step.file.facts);
    // A heredoc with a shebang, or a mount that brings a shell, is beyond what is known here.
    let may_bring_one = step.onbuild || !step.instruction.mounts.is_empty() || span.is_empty();
    if may_bring_one || step.state.shell.is_some() || facts.has_shell(model, stage) != Some(false) {
        return;
    }
    let help = if step.instruction.keyword == Keyword::Run {
        "do it in an earlier stage and copy the result with COPY --from"
    } else {
        "write the command as a JSON array"
    };
    findings.at(*span, format!("this needs /bin/sh, and {} has no shell", model.base_name(stage))).help(help);
}
