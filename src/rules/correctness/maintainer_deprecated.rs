//! MAINTAINER.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("maintainer-deprecated", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&[
        "hadolint:DL4000", "buildkit:MaintainerDeprecated", "droast:DF019", "checkov:CKV_DOCKER_6", "trivy:DS-0022",
        "kics:maintainer_instruction_being_used", "dockerfilelint:deprecated_in_1.13",
        "dockerfile_lint:maintainer_deprecated", "semgrep:maintainer-is-deprecated",
        "dockerfile-utils:DEPRECATED_MAINTAINER",
    ])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::AuthorsLabel])
    .page(include_str!("../../../rules/correctness/maintainer-deprecated.md"))
    .checks(&[Check::Instruction(&[Keyword::Maintainer], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let finding = findings
        .at(step.instruction.keyword_span, "MAINTAINER is deprecated")
        .help("write a label: `LABEL org.opencontainers.image.authors=\"…\"`");
    if let Kind::Maintainer(name) = &step.instruction.kind
        && !step.file.source.slice(name.span).contains(['\n', '\r'])
    {
        let value = step.file.dockerfile.escape.quoted(&name.value);
        let label = format!("LABEL org.opencontainers.image.authors={value}");
        let edit = Edit::replace(step.instruction.keyword_span.to(name.span), label);
        finding.fix("Write it as a label", Safety::Safe, [edit]);
    }
}
