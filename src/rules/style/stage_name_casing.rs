//! Stage names with capital letters.

use super::super::prelude::*;
use std::collections::HashMap;

use crate::model::EdgeTarget;

pub(crate) static RULE: Rule = Rule::new("stage-name-casing", Group::Style, Severity::Style)
    .recommended()
    .aliases(&["buildkit:StageNameCasing", "droast:DF085"])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/style/stage-name-casing.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let mut uses: HashMap<usize, Vec<Span>> = HashMap::new();
    for edge in &file.model.edges {
        if let EdgeTarget::Stage(stage) = edge.to {
            uses.entry(stage).or_default().push(edge.span);
        }
    }
    for stage in &file.model.stages {
        let Some(name) = file.from_of(stage).and_then(|from| from.name.as_ref()) else { continue };
        if !name.value.contains(|c: char| c.is_uppercase()) {
            continue;
        }
        let lower = name.value.to_lowercase();
        let written = |span: &&Span| {
            let text = file.source.slice(**span);
            text != lower && text.to_lowercase() == lower
        };
        let places = uses.get(&stage.index).into_iter().flatten().filter(written);
        let edits =
            std::iter::once(&name.span).chain(places).map(|span| Edit { span: *span, replacement: lower.clone() });
        findings.at(name.span, format!("the stage name `{}` has capital letters", name.value)).fix(
            format!("Rename it to `{lower}`"),
            Safety::Safe,
            edits,
        );
    }
}
