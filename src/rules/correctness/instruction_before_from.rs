//! Instructions that belong to no stage.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("instruction-before-from", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&[
        "hadolint:DL3061", "droast:DF037", "dockerfilelint:from_first", "dockerfile-utils:NO_SOURCE_IMAGE",
        "tally:require-stages",
    ])
    .page(include_str!("../../../rules/correctness/instruction-before-from.md"))
    .checks(&[Check::File(check)]);

/// A file without any instruction is a matter of `dockerfile-parse-error`.
fn check(file: &File<'_>, findings: &mut Findings) {
    super::report(file, &[ErrorKind::BeforeFrom], findings);
    if !file.dockerfile.instructions.is_empty() {
        super::report(file, &[ErrorKind::NoStage], findings);
    }
}
