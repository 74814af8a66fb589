//! Text that BuildKit's parser refuses.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("dockerfile-parse-error", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&[
        "hadolint:DL1000", "droast:DF071", "droast:DF075", "dockerfilelint:invalid_line",
        "dockerfile-utils:INVALID_SYNTAX",
    ])
    .page(include_str!("../../../rules/correctness/dockerfile-parse-error.md"))
    .checks(&[Check::File(check)]);

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
