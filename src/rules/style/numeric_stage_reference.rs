//! `--from` that names a stage by its number.

use super::super::prelude::*;
use crate::model::{EdgeTarget, Stage};

pub(crate) static RULE: Rule = Rule::new("numeric-stage-reference", Group::Style, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["droast:DF023", "kics:using_unnamed_build_stages"])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::StageNames])
    .page(include_str!("../../../rules/style/numeric-stage-reference.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    for edge in file.model.references() {
        let EdgeTarget::Stage(number) = edge.to else { continue };
        let Some(stage) = file.model.stages.get(number).filter(|_| number < edge.stage) else { continue };
        let written = file.source.slice(edge.span);
        let is_number = !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || stage.name.as_deref() == Some(written) {
            continue;
        }
        let message = format!("stage {written} is named by its number, which changes when a stage is added above");
        let finding = findings.at(edge.span, message);
        if let Some((name, given)) = name_of(file, stage) {
            let edits = given.into_iter().chain([Edit::replace(edge.span, &*name)]);
            finding.fix(format!("Name it `{name}`"), Safety::Safe, edits);
        }
    }
}

/// The name of a stage; where it has none a new one, and the edit that gives it.
fn name_of(file: &File<'_>, stage: &Stage) -> Option<(String, Option<Edit>)> {
    let from = file.from_of(stage)?;
    if let Some(name) = &from.name {
        // A name that is used again means the later stage.
        let own = file.model.stages.iter().filter(|other| other.name == stage.name).count() == 1;
        return own.then(|| (name.value.to_string(), None));
    }
    let name = format!("stage-{}", stage.index);
    let free = file.model.stages.iter().all(|other| other.name.as_deref() != Some(&*name));
    // The image is replaced, not only followed by the name, so that two repairs never name the stage twice.
    let edit = Edit::replace(from.image.span, format!("{} AS {name}", file.source.slice(from.image.span)));
    free.then_some((name, Some(edit)))
}
