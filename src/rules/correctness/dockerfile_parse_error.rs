//! Text that BuildKit's parser refuses.

use super::super::prelude::*;

/// The rule.
pub static RULE: Rule = Rule {
    name: "dockerfile-parse-error",
    group: Group::Correctness,
    severity: Severity::Error,
    recommended: true,
    workshop: false,
    aliases: &[
        "hadolint:DL1000", "droast:DF071", "droast:DF075", "dockerfilelint:invalid_line",
        "dockerfile-utils:INVALID_SYNTAX",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/correctness/dockerfile-parse-error.md"),
    checks: &[Check::File(check)],
};

/// Says once that a file is a template; nothing else is known about it then.
pub(crate) fn template(marker: Span, findings: &mut Findings) {
    findings
        .at(marker, "looks like a template, not like a Dockerfile: nothing else is checked")
        .severity(Severity::Info)
        .help("render it first and lint the result")
        .variant("template");
}

/// A file with instructions and without FROM is a matter of `instruction-before-from`.
fn check(file: &File<'_>, findings: &mut Findings) {
    super::report(file, &[ErrorKind::Parse], findings);
    if file.dockerfile.instructions.is_empty() {
        super::report(file, &[ErrorKind::NoStage], findings);
    }
}
