//! Keywords that the Dockerfile language does not have.

use super::super::prelude::*;

/// The rule.
pub static RULE: Rule = Rule {
    name: "unknown-instruction",
    group: Group::Correctness,
    severity: Severity::Error,
    recommended: true,
    workshop: false,
    aliases: &["tally:unknown-instruction", "dockerfilelint:invalid_command", "dockerfile-utils:UNKNOWN_INSTRUCTION"],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/correctness/unknown-instruction.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    super::report(file, &[ErrorKind::UnknownInstruction], findings);
}
