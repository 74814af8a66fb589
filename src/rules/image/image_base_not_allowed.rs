//! The image is built on an image that is not on the list.

use super::super::prelude::*;
use crate::rules::options;

pub(crate) static RULE: Rule = Rule::new("image-base-not-allowed", Group::Image, Severity::Error)
    .aliases(&["dockle:CIS-DI-0002"])
    .page(include_str!("../../../rules/image/image-base-not-allowed.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let allowed = &view.options.allowed_bases;
    let Some(base) = view.label("org.opencontainers.image.base.name") else { return };
    if !allowed.is_empty() && !options::matches(allowed, &[base]) {
        view.find_whole(
            findings,
            format!("the image is built on `{base}`, which is none of the base images that are allowed"),
        );
    }
}
