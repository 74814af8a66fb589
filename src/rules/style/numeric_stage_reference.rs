//! `--from` that names a stage by its number.

use super::super::prelude::*;
use crate::model::{EdgeKind, EdgeTarget, Stage};

pub(crate) static RULE: Rule = Rule::new("numeric-stage-reference", Group::Style, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["droast:DF023", "kics:using_unnamed_build_stages"])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/style/numeric-stage-reference.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    for edge in file.model.edges.iter().filter(|edge| edge.kind != EdgeKind::From) {
        let EdgeTarget::Stage(number) = edge.to else { continue };
        let written = file.source.slice(edge.span);
        let Some(stage) = file.model.stages.get(number).filter(|_| number < edge.stage) else {
            continue;
        };
        if written.is_empty()
            || !written.bytes().all(|byte| byte.is_ascii_digit())
            || stage.name.as_deref() == Some(written)
        {
            continue;
        }
        let finding = findings.at(
            edge.span,
            format!("stage {written} is named by its number, which changes when a stage is added above"),
        );
        let Some((name, mut edits)) = named(file, stage) else { continue };
        edits.push(Edit { span: edge.span, replacement: name.clone() });
        finding.fix(format!("Name it `{name}`"), Safety::Safe, edits);
    }
}

/// The name of a stage; where it has none a new one, and the edit that gives it.
fn named(file: &File<'_>, stage: &Stage) -> Option<(String, Vec<Edit>)> {
    let Kind::From(from) = &file.dockerfile.instructions.get(stage.from?)?.kind else {
        return None;
    };
    if let Some(name) = &from.name {
        // A name that is used again means the later stage.
        let own = file.model.stages.iter().filter(|other| other.name == stage.name).count() == 1;
        return own.then(|| (name.value.to_string(), Vec::new()));
    }
    let name = format!("stage-{}", stage.index);
    let free = file.model.stages.iter().all(|other| other.name.as_deref() != Some(&*name));
    // The image is replaced, not only followed by the name, so that two repairs never name the stage twice.
    let replacement = format!("{} AS {name}", file.source.slice(from.image.span));
    free.then(|| (name, vec![Edit { span: from.image.span, replacement }]))
}
