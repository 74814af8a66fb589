//! FROM for a system that the image does not run on.

use super::super::prelude::*;
use crate::knowledge::base_images::Family;
use crate::model::Base;

pub(crate) static RULE: Rule = Rule::new("base-image-platform-mismatch", Group::Correctness, Severity::Error)
    .aliases(&["buildkit:InvalidBaseImagePlatform", "tally:platform-mismatch"])
    .page(include_str!("../../../rules/correctness/base-image-platform-mismatch.md"))
    .checks(&[Check::Stage(check)]);

/// Without a registry only this is known: some images are for Windows, some are not.
fn check(view: &StageView<'_>, findings: &mut Findings) {
    let file = view.file;
    let (Some(at), Base::Image(image) | Base::Partial(image)) = (view.stage.from, &view.stage.base) else {
        return;
    };
    let platform = file.dockerfile.instructions.get(at).and_then(|it| it.flag_value("platform"));
    let (Some(word), Some(known)) = (platform, &image.known) else { return };
    let text = file.model.expand(&word.value, None, at);
    let Some((system, _)) = text.as_known().and_then(super::platform) else { return };
    let fits = match known.family {
        Family::Unknown | Family::Scratch => true,
        _ => known.windows() == (system == "windows"),
    };
    if !fits {
        let name = image.reference.as_str();
        let has = if known.windows() { "windows" } else { "linux" };
        findings.at(word.span, format!("`{name}` runs on {has}, not on {system}"));
    }
}
