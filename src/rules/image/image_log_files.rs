//! Logs of the build in an image.

use super::super::prelude::*;
use crate::knowledge::image_leftovers::is_log;
use crate::rules::left_behind::left;

pub(crate) static RULE: Rule = Rule::new("image-log-files", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-LI-0003"])
    .page(include_str!("../../../rules/image/image-log-files.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for left in left(view, is_log).into_iter().filter(|left| left.bytes > view.options.log_bytes) {
        let message = format!("this leaves logs of the build in the image: {}", left.amount());
        view.find(left.layer, findings, message).help(format!("remove them in the same instruction: {}", left.paths()));
    }
}
