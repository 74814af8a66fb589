//! A last stage for the machine that builds.

use super::super::prelude::*;
use crate::facts::purpose::{is_for_development_stage, is_for_the_builder};

pub(crate) static RULE: Rule = Rule::new("final-stage-on-build-platform", Group::Correctness, Severity::Warning)
    .recommended()
    .page(include_str!("../../../rules/correctness/final-stage-on-build-platform.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let root = StageView { stage: view.file.model.root(view.stage), ..*view };
    // A stage that starts nothing only checks that something builds.
    let starts = view.ending().sets_command || view.base().is_some_and(|base| base.command);
    let helper = is_for_the_builder(view.stage) || is_for_development_stage(root.stage);
    if !view.stage.is_final || !starts || helper || view.file.model.is_from_scratch(view.stage) {
        return;
    }
    let Some(flag) = root.from_instruction().and_then(|from| from.flag("platform")) else { return };
    let wanted = flag.value.as_ref().map_or("", |value| &*value.value);
    if matches!(wanted, "$BUILDPLATFORM" | "${BUILDPLATFORM}") {
        let finding = findings
            .at(flag.span, "the last stage is for the machine that builds, whatever platform is asked for")
            .help("drop --platform here, and build for $TARGETPLATFORM in a stage in front");
        if let (true, Some(from)) = (root.stage.index != view.stage.index, view.from()) {
            finding.label(from.image.span, "the last stage is built on it");
        }
    }
}
