//! A last stage for the machine that builds.

use super::super::prelude::*;
use crate::facts::purpose::{is_for_development_stage, is_named};
use crate::model::Base;

pub(crate) static RULE: Rule = Rule::new("final-stage-on-build-platform", Group::Correctness, Severity::Warning)
    .recommended()
    .page(include_str!("../../../rules/correctness/final-stage-on-build-platform.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let (file, stage) = (view.file, view.stage);
    let root = file.model.root(stage);
    // A stage that starts nothing only checks that something builds.
    let starts = file.facts.ending(stage).sets_command || file.model.base_image(stage).is_some_and(|base| base.command);
    if !stage.is_final || !starts || matches!(root.base, Base::Scratch) {
        return;
    }
    let at = root.from.and_then(|from| file.dockerfile.instructions.get(from));
    let Some(platform) = at.and_then(|from| from.flag("platform")) else { return };
    let wanted = platform.value.as_ref().map_or("", |value| &*value.value);
    let helper = is_for_development_stage(stage)
        || is_named(std::path::Path::new(""), stage, HELPERS)
        || is_for_development_stage(root);
    if !matches!(wanted, "$BUILDPLATFORM" | "${BUILDPLATFORM}") || helper {
        return;
    }
    let finding = findings
        .at(platform.span, "the last stage is for the machine that builds, whatever platform is asked for")
        .help("drop --platform here, and build for $TARGETPLATFORM in a stage in front");
    if let (true, Some(from)) = (root.index != stage.index, file.from_of(stage)) {
        finding.label(from.image.span, "the last stage is built on it");
    }
}

/// Words of the names of stages that are tools for the one who builds, and no image to ship.
const HELPERS: &[&str] = &[
    "artifact", "artifacts", "binaries", "binary", "check", "cli", "deps", "docs", "export", "fmt", "format", "gen",
    "generate", "generated", "output", "tool", "tools", "update", "validate", "vendor", "verify",
];
