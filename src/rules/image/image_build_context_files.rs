//! What is for the build alone.

use super::super::prelude::*;
use crate::knowledge::image_leftovers::is_context_file;
use crate::rules::left_behind::left_by_image;

pub(crate) static RULE: Rule = Rule::new("image-build-context-files", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-LI-0003"])
    .page(include_str!("../../../rules/image/image-build-context-files.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for left in left_by_image(view, is_context_file) {
        let message = format!("this brings what is for the build alone: {}", left.paths());
        view.find(left.layer, findings, message)
            .help("name it in `.dockerignore`, or copy only what the application needs");
    }
}
