//! Nothing says which image this one is built on.

use super::super::prelude::*;
use crate::image::attribution::Origin;

pub(crate) static RULE: Rule = Rule::new("image-base-unknown", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["dockle:CIS-DI-0002"])
    .page(include_str!("../../../rules/image/image-base-unknown.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let is_labelled =
        ["name", "digest"].iter().any(|key| view.label(&format!("org.opencontainers.image.base.{key}")).is_some());
    let is_from_scratch = view.attribution.steps.iter().all(|step| step.origin == Origin::Own);
    if !is_labelled && !view.attribution.is_told && !is_from_scratch {
        view.find_whole(findings, "the image does not say what it is built on")
            .help("set the label org.opencontainers.image.base.name, or say it with --base or --base-layers");
    }
}
