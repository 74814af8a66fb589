//! Stages that need each other.

use super::super::prelude::*;
use crate::facts::stage_cycles;

/// The rule.
pub static RULE: Rule = Rule {
    name: "circular-stage-dependency",
    group: Group::Correctness,
    severity: Severity::Error,
    recommended: true,
    workshop: false,
    aliases: &["tally:circular-stage-deps"],
    fix: FixKind::None,
    page: include_str!("../../../rules/correctness/circular-stage-dependency.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    for cycle in stage_cycles(file.model) {
        // What points at a later stage is what a person would change.
        let Some(edge) = file.model.edges.iter().find(|edge| {
            cycle.holds(edge)
                && matches!(edge.to, crate::model::EdgeTarget::Stage(to) if to > edge.stage)
        }) else {
            continue;
        };
        let name = file.source.slice(edge.span);
        let back = file.model.edges.iter().find(|other| {
            cycle.holds(other)
                && matches!(edge.to, crate::model::EdgeTarget::Stage(to) if to == other.stage)
        });
        let finding =
            findings.at(edge.span, format!("the stage `{name}` needs this stage in turn"));
        if let Some(back) = back {
            finding.label(back.span, format!("needed by `{name}`"));
        }
    }
}
