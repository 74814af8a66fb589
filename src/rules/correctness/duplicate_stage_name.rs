//! Stages that share a name.

use super::super::prelude::*;
use std::collections::HashMap;

pub(crate) static RULE: Rule = Rule::new("duplicate-stage-name", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&[
        "hadolint:DL3024", "buildkit:DuplicateStageName", "droast:DF042", "checkov:CKV_DOCKER_11", "trivy:DS-0012",
        "kics:same_alias_in_different_froms", "kics:aliase_names_must_be_unique",
        "dockerfile-utils:DUPLICATE_BUILD_STAGE_NAME",
    ])
    .page(include_str!("../../../rules/correctness/duplicate-stage-name.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let mut taken: HashMap<&str, Span> = HashMap::new();
    for stage in &file.model.stages {
        let (Some(name), Some(from)) = (&stage.name, file.from_of(stage)) else { continue };
        let Some(written) = &from.name else { continue };
        if let Some(first) = taken.insert(name, written.span) {
            findings
                .at(written.span, format!("the stage name `{}` is taken", written.value))
                .label(first, "the other stage of that name");
        }
    }
}
