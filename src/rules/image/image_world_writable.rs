//! Files and folders that everybody may change.

use super::super::prelude::*;
use crate::image::files::File;
use crate::image::layer::Kind;
use crate::rules::left_behind::grouped;

pub(crate) static RULE: Rule = Rule::new("image-world-writable", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-world-writable.md"))
    .checks(&[Check::Image(check)]);

const BY_OTHERS: u16 = 0o002;
const STICKY: u16 = 0o1000;

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let is_open = |file: &File<'_>| {
        let mode = file.entry.mode;
        let counts = match file.entry.kind {
            Kind::File => true,
            Kind::Directory => mode & STICKY == 0,
            _ => false,
        };
        counts && mode & BY_OTHERS != 0
    };
    for left in grouped(view.files.visible().filter(is_open)) {
        let message = format!("this brings what every user may change: {}", left.paths());
        view.find(left.layer, findings, message)
            .help("give it to the user who needs it, with `COPY --chown` and `--chmod`");
    }
}
