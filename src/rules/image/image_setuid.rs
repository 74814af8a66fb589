//! Programs that run with other rights than those of who starts them.

use super::super::prelude::*;
use crate::image::files::File;
use crate::image::layer::Kind;
use crate::knowledge::image_leftovers::is_usual_setuid;
use crate::rules::left_behind::{grouped, text};

pub(crate) static RULE: Rule = Rule::new("image-setuid", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["dockle:CIS-DI-0008"])
    .page(include_str!("../../../rules/image/image-setuid.md"))
    .checks(&[Check::Image(check)]);

const SETUID_OR_SETGID: u16 = 0o6000;

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let is_raised = |file: &File<'_>| {
        let content = file.content;
        file.entry.kind == Kind::File
            && (content.mode & SETUID_OR_SETGID != 0 && content.mode & 0o111 != 0 || content.has_capabilities)
            && !text(file).is_some_and(is_usual_setuid)
    };
    for left in grouped(view.files.visible().filter(is_raised)) {
        let message = format!("this brings programs that run with more rights than who starts them: {}", left.paths());
        view.find(left.layer, findings, message).about(left.all_paths()).help(
            "take the bits away with `chmod a-s`, or start the container with `--security-opt no-new-privileges`",
        );
    }
}
