//! Stages that need each other.

use super::super::prelude::*;
use std::collections::HashSet;

use crate::facts::stage_cycles;
use crate::model::EdgeTarget;

pub(crate) static RULE: Rule = Rule::new("circular-stage-dependency", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&["tally:circular-stage-deps"])
    .page(include_str!("../../../rules/correctness/circular-stage-dependency.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let cycles = stage_cycles(file.model);
    let mut reported = HashSet::new();
    for edge in &file.model.edges {
        // What points at a later stage is what a person would change.
        let EdgeTarget::Stage(to) = edge.to else { continue };
        let Some(cycle) = cycles.of(edge).filter(|_| to > edge.stage) else { continue };
        if reported.insert(cycle) {
            let name = file.source.slice(edge.span);
            findings.at(edge.span, format!("the stage `{name}` needs this stage in turn"));
        }
    }
}
