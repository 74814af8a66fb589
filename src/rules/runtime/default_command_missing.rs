//! An image that does not say what it starts.

use super::super::prelude::*;
use crate::facts::purpose::{is_for_development_stage, is_for_other_builds};
use crate::knowledge::base_images::is_operating_system;

pub(crate) static RULE: Rule = Rule::new("default-command-missing", Group::Runtime, Severity::Info)
    .aliases(&["droast:DF036"])
    .page(include_str!("../../../rules/runtime/default-command-missing.md"))
    .checks(&[Check::FinalStage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let (file, stage) = (view.file, view.stage);
    let (Some(from), false) = (file.from_of(stage), view.ending().sets_command) else { return };
    let for_others = is_for_other_builds(file.source.path(), stage) || is_for_development_stage(stage);
    if is_bare(view) && !for_others {
        findings
            .at(from.image.span, "the image has neither CMD nor ENTRYPOINT of its own")
            .help("say with CMD or ENTRYPOINT what a container runs");
    }
}

/// Whether the base brings nothing to start. A `FROM scratch` stage of files alone hands something out.
fn is_bare(view: &StageView<'_>) -> bool {
    use Keyword::{Env, Expose, Healthcheck, Stopsignal, User, Volume};
    let configures = |keyword| matches!(keyword, Expose | Env | User | Volume | Healthcheck | Stopsignal);
    match view.base_ref() {
        Some(image) => is_operating_system(image.reference.registry(), &image.reference.repository_path()),
        None => {
            view.file.model.is_from_scratch(view.stage) && view.steps().any(|step| configures(step.instruction.keyword))
        }
    }
}
