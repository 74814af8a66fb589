//! Keywords that the Dockerfile language does not have.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("unknown-instruction", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&["tally:unknown-instruction", "dockerfilelint:invalid_command", "dockerfile-utils:UNKNOWN_INSTRUCTION"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/unknown-instruction.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    super::report(file, &[ErrorKind::UnknownInstruction], findings);
}
