//! Stage names with capital letters.

use super::super::prelude::*;
use crate::model::EdgeTarget;
use std::collections::HashMap;

pub(crate) static RULE: Rule = Rule::new("stage-name-casing", Group::Style, Severity::Style)
    .recommended()
    .aliases(&["buildkit:StageNameCasing", "droast:DF085"])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::StageNames])
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
        let name = file.from_of(stage).and_then(|from| from.name.as_ref());
        let Some(name) = name.filter(|name| name.value.contains(char::is_uppercase)) else { continue };
        let lower = name.value.to_lowercase();
        let written = |span: &&Span| {
            let text = file.source.slice(**span);
            text != lower && text.to_lowercase() == lower
        };
        let places = uses.get(&stage.index).into_iter().flatten().filter(written);
        findings.at(name.span, format!("the stage name `{}` has capital letters", name.value)).fix(
            format!("Rename it to `{lower}`"),
            Safety::Safe,
            [&name.span].into_iter().chain(places).map(|span| Edit::replace(*span, &*lower)),
        );
    }
}
