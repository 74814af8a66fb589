//! Arguments in brackets that are no JSON array.

use super::super::prelude::*;
use crate::dockerfile::{AlmostJson, Command};

pub(crate) static RULE: Rule = Rule::new("invalid-json-form", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&[
        "tally:invalid-json-form",
        "dockerfile-utils:JSON_IN_SINGLE_QUOTES",
        "dockerfile-utils:SHELL_JSON_FORM",
        "dockerfile-utils:SHELL_REQUIRES_ONE",
        "kics:not_using_proper_exec_form_in_cmd_and_entrypoint_arguments",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/invalid-json-form.md"))
    .checks(&[Check::File(check)]);

/// `SHELL` without a JSON array fails; the other instructions hand the text to a shell, which finds no such command.
fn check(file: &File<'_>, findings: &mut Findings) {
    super::report(file, &[ErrorKind::ShellNotJson], findings);
    super::report_in_triggers(file, &[ErrorKind::ShellNotJson], findings);
    for instruction in &file.dockerfile.instructions {
        let Some(Command::Shell(span)) = instruction.unwrapped().kind.command() else { continue };
        let Some(text) = AlmostJson::parse(file.source.slice(*span)) else { continue };
        findings
            .at(*span, format!("{}, so this is no JSON array and a shell gets the brackets", text.fault))
            .help("write each word in double quotes, separated by commas: [\"executable\", \"argument\"]")
            .fix("Write it as a JSON array", Safety::Unsafe, text.meant.map(|meant| Edit::replace(*span, meant)));
    }
}
