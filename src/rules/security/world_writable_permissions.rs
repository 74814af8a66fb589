//! Files that everybody may change.

use super::super::prelude::*;
use crate::facts::modes::{closed_to_others, opened_to_all, opens_to_all};

pub(crate) static RULE: Rule = Rule::new("world-writable-permissions", Group::Security, Severity::Info)
    .recommended()
    .aliases(&["tally:world-writable-state-path-workaround", "droast:DF034"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/security/world-writable-permissions.md"))
    .checks(&[Check::Run(check_run), Check::Instruction(&[Keyword::Add, Keyword::Copy], check_copy)]);

fn check_run(run: &Run<'_>, findings: &mut Findings) {
    for set in run.facts.pieces.iter().flat_map(opened_to_all) {
        report(set.span, set.mode, &run.step, findings);
    }
}

fn check_copy(step: &Step<'_>, findings: &mut Findings) {
    if let Some(mode) = step.instruction.flag_value("chmod").filter(|mode| opens_to_all(&mode.value)) {
        report(mode.span, &mode.value, step, findings);
    }
}

fn report(span: Span, mode: &str, step: &Step<'_>, findings: &mut Findings) {
    // A stage that only tests leaves nothing behind.
    if !step.in_image() && step.stage.is_some_and(|stage| !stage.reaches_target) {
        return;
    }
    let safe = closed_to_others(mode);
    let length = span.len() as usize;
    let digits = span.part(length.saturating_sub(mode.len())..length);
    findings
        .at(span, format!("`{mode}` lets every account write"))
        .help("give the files to the account that needs them (`chown`, `COPY --chown`), and write rights to it alone")
        .fix(
            format!("Use `{}`", safe.as_deref().unwrap_or("")),
            Safety::Unsafe,
            safe.as_deref().map(|safe| Edit::replace(digits, safe)),
        );
}
