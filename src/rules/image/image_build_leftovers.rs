//! What a build has left lying around.

use super::super::prelude::*;
use crate::knowledge::image_leftovers::is_build_leftover;
use crate::rules::left_behind::left_by_image;

pub(crate) static RULE: Rule = Rule::new("image-build-leftovers", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-LI-0003"])
    .page(include_str!("../../../rules/image/image-build-leftovers.md"))
    .checks(&[Check::Image(check)]);

/// Bytes up to which nothing is said.
const FEW: u64 = 4 << 10;

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for left in left_by_image(view, is_build_leftover).into_iter().filter(|left| left.bytes > FEW) {
        let message = format!("this leaves what only the build needed: {}, {}", left.amount(), left.paths());
        view.find(left.layer, findings, message).help("remove it in the same instruction, or build in another stage");
    }
}
