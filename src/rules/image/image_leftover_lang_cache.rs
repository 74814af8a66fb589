//! What a language's package manager has cached in an image.

use super::super::prelude::*;
use crate::knowledge::image_leftovers::is_language_cache;
use crate::rules::left_behind::left;

pub(crate) static RULE: Rule = Rule::new("image-leftover-lang-cache", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-LI-0003"])
    .page(include_str!("../../../rules/image/image-leftover-lang-cache.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for left in left(view, is_language_cache).into_iter().filter(|left| left.bytes > view.options.language_cache_bytes)
    {
        let message = format!("this leaves the cache of a language's packages in the image: {}", left.amount());
        view.find(left.layer, findings, message)
            .help(format!("switch the cache off or mount one, as with `RUN --mount=type=cache`: {}", left.paths()));
    }
}
