//! What a system's package manager has cached in an image.

use super::super::prelude::*;
use crate::knowledge::image_leftovers::is_package_cache;
use crate::rules::left_behind::left;

pub(crate) static RULE: Rule = Rule::new("image-leftover-pkg-cache", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-DI-0004", "dockle:DKL-DI-0005", "trivy:DS-0019", "trivy:DS-0020", "trivy:DS-0025"])
    .page(include_str!("../../../rules/image/image-leftover-pkg-cache.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for left in left(view, is_package_cache).into_iter().filter(|left| left.bytes > view.options.package_cache_bytes) {
        let message = format!("this leaves the cache of a package manager in the image: {}", left.amount());
        view.find(left.layer, findings, message)
            .help(format!("remove it in the same instruction, or mount a cache there: {}", left.paths()));
    }
}
