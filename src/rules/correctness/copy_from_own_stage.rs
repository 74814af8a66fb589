//! Stages that copy from themselves.

use super::super::prelude::*;
use crate::model::EdgeTarget;

pub(crate) static RULE: Rule = Rule::new("copy-from-own-stage", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&[
        "hadolint:DL3022 number", "hadolint:DL3023 name", "droast:DF050", "trivy:DS-0006",
        "kics:copy_from_references_current_from_alias",
    ])
    .page(include_str!("../../../rules/correctness/copy-from-own-stage.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    for edge in file.model.references().filter(|edge| edge.to == EdgeTarget::Stage(edge.stage)) {
        let name = file.source.slice(edge.span);
        let number = name.bytes().all(|byte| byte.is_ascii_digit());
        findings
            .at(edge.span, format!("`{name}` is the stage that this instruction stands in"))
            .variant(if number { "number" } else { "name" })
            .help("leave `--from` out to copy from the build context, or use `RUN cp` inside the stage");
    }
}
