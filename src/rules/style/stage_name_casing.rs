//! Stage names with capital letters.

use super::super::prelude::*;
use crate::model::EdgeTarget;

/// The rule.
pub static RULE: Rule = Rule {
    name: "stage-name-casing",
    group: Group::Style,
    severity: Severity::Style,
    recommended: true,
    workshop: false,
    aliases: &["buildkit:StageNameCasing", "droast:DF085"],
    fix: FixKind::Safe,
    page: include_str!("../../../rules/style/stage-name-casing.md"),
    checks: &[Check::Stage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let file = view.file;
    let Some(name) = file.from_of(view.stage).and_then(|from| from.name.as_ref()) else { return };
    if !name.value.contains(|c: char| c.is_uppercase()) {
        return;
    }
    let lower = name.value.to_lowercase();
    // FROM compares letter by letter: a stage of mixed case can only be named there in lower case.
    let mut edits = vec![Edit { span: name.span, replacement: lower.clone() }];
    let target = EdgeTarget::Stage(view.stage.index);
    for edge in file.model.edges.iter().filter(|edge| edge.to == target) {
        let written = file.source.slice(edge.span);
        if written != lower && written.to_lowercase() == lower {
            edits.push(Edit { span: edge.span, replacement: lower.clone() });
        }
    }
    findings.at(name.span, format!("the stage name `{}` has capital letters", name.value)).fix(
        format!("Rename it to `{lower}`"),
        Safety::Safe,
        edits,
    );
}
