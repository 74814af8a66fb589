//! What editors and desktops have left.

use super::super::prelude::*;
use crate::knowledge::image_leftovers::is_editor_leftover;
use crate::rules::left_behind::left_by_image;

pub(crate) static RULE: Rule = Rule::new("image-editor-leftovers", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-LI-0003"])
    .page(include_str!("../../../rules/image/image-editor-leftovers.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for left in left_by_image(view, is_editor_leftover) {
        let message = format!("this brings what an editor or a desktop has left: {}", left.paths());
        view.find(left.layer, findings, message).help("name it in `.dockerignore`");
    }
}
