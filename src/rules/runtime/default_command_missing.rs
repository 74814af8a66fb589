//! An image that does not say what it starts.

use super::super::prelude::*;
use crate::facts::purpose::{is_for_development_stage, is_named};
use crate::knowledge::base_images::is_operating_system;
use crate::model::Base;

/// The rule.
pub static RULE: Rule = Rule {
    name: "default-command-missing",
    group: Group::Runtime,
    severity: Severity::Info,
    recommended: false,
    workshop: false,
    aliases: &["droast:DF036"],
    fix: FixKind::None,
    page: include_str!("../../../rules/runtime/default-command-missing.md"),
    checks: &[Check::Stage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let (file, stage) = (view.file, view.stage);
    if !stage.is_final || file.facts.ending(stage).sets_command {
        return;
    }
    let root = file.model.root(stage);
    let bare = match &root.base {
        Base::Scratch => view.steps().any(|step| configures(step.instruction.keyword)),
        Base::Image(image) | Base::Partial(image) => {
            is_operating_system(image.reference.registry(), &image.reference.repository_path())
        }
        _ => false,
    };
    let Some(from) = file.from_of(stage) else { return };
    if bare && !is_named(file.source.path(), stage, BASES) && !is_for_development_stage(stage) {
        findings
            .at(from.image.span, "the image has neither CMD nor ENTRYPOINT of its own")
            .help("say with CMD or ENTRYPOINT what a container runs");
    }
}

/// Words that name an image to build on, or one of files.
const BASES: &[&str] =
    &["artifact", "artifacts", "base", "baseimage", "binaries", "common", "export", "output", "rootfs"];

/// Whether an instruction of a `FROM scratch` stage is about running it; one of files alone hands something out.
fn configures(keyword: Keyword) -> bool {
    matches!(
        keyword,
        Keyword::Expose | Keyword::Env | Keyword::User | Keyword::Volume | Keyword::Healthcheck | Keyword::Stopsignal
    )
}
