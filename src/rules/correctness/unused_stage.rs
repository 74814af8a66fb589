//! Stages that no image needs.

use super::super::prelude::*;
use crate::facts::purpose::looks_like_a_target;

pub(crate) static RULE: Rule = Rule::new("unused-stage", Group::Correctness, Severity::Info)
    .recommended()
    .aliases(&["tally:no-unreachable-stages"])
    .page(include_str!("../../../rules/correctness/unused-stage.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let unused = || file.model.stages.iter().filter(|stage| !stage.reaches_target);
    // A list of images for a tool that looks after versions has no instructions at all.
    let is_list = file.model.final_stage().is_some_and(|stage| stage.instructions.is_empty());
    if is_list || unused().any(|stage| looks_like_a_target(file.facts, stage)) {
        return;
    }
    for from in unused().filter_map(|stage| file.from_of(stage)) {
        match &from.name {
            Some(name) => findings.at(name.span, format!("the last stage does not need `{}`", name.value)),
            None => findings.at(from.image.span, "the last stage does not need this one"),
        }
        .help("remove the stage, or name it as target where you build it");
    }
}
