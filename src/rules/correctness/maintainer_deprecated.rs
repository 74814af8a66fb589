//! MAINTAINER.

use super::super::prelude::*;
use crate::dockerfile::Escape;

pub(crate) static RULE: Rule = Rule::new("maintainer-deprecated", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&[
        "hadolint:DL4000", "buildkit:MaintainerDeprecated", "droast:DF019", "checkov:CKV_DOCKER_6", "trivy:DS-0022",
        "kics:maintainer_instruction_being_used", "dockerfilelint:deprecated_in_1.13",
        "dockerfile_lint:maintainer_deprecated", "semgrep:maintainer-is-deprecated",
        "dockerfile-utils:DEPRECATED_MAINTAINER",
    ])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/correctness/maintainer-deprecated.md"))
    .checks(&[Check::Instruction(&[Keyword::Maintainer], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let span = step.instruction.keyword_span;
    let finding = findings
        .at(span, "MAINTAINER is deprecated")
        .help("write a label: `LABEL org.opencontainers.image.authors=\"…\"`");
    let Kind::Maintainer(name) = &step.instruction.kind else { return };
    let written = step.file.source.slice(name.span);
    if written.contains(['\n', '\r']) {
        return;
    }
    let replacement =
        format!("LABEL org.opencontainers.image.authors=\"{}\"", quoted(&name.value, step.file.dockerfile.escape));
    let edit = Edit { span: span.to(name.span), replacement };
    finding.fix("Write it as a label", Safety::Safe, vec![edit]);
}

/// The text as it must stand between double quotes to mean itself.
fn quoted(text: &str, escape: Escape) -> String {
    let bare = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let sign = char::from(escape.byte());
    let mut quoted = String::with_capacity(bare.len());
    for character in bare.chars() {
        if character == sign || matches!(character, '"' | '$') {
            quoted.push(sign);
        }
        quoted.push(character);
    }
    quoted
}
