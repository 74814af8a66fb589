//! FROM for a system that the image does not run on.

use super::super::prelude::*;
use crate::dockerfile::Platform;
use crate::knowledge::base_images::Family;

pub(crate) static RULE: Rule = Rule::new("base-image-platform-mismatch", Group::Correctness, Severity::Error)
    .aliases(&["buildkit:InvalidBaseImagePlatform", "tally:platform-mismatch"])
    .page(include_str!("../../../rules/correctness/base-image-platform-mismatch.md"))
    .checks(&[Check::Stage(check)]);

/// Without a registry only this is known: some images are for Windows, some are not.
fn check(view: &StageView<'_>, findings: &mut Findings) {
    let (Some(word), Some(image)) = (view.platform(), view.stage.base.image()) else { return };
    let Some(known) = &image.known else { return };
    let value = view.expand_in_from(word);
    let Some(platform) = value.as_known().and_then(Platform::parse) else { return };
    let system = platform.system;
    let anywhere = matches!(known.family, Family::Unknown | Family::Scratch);
    if !anywhere && known.windows() != (system == "windows") {
        let has = if known.windows() { "windows" } else { "linux" };
        findings.at(word.span, format!("`{}` runs on {has}, not on {system}", image.reference.as_str()));
    }
}
