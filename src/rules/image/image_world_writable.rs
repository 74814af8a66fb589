//! Files and folders that everybody may change.

use std::collections::HashMap;

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
    // A folder that a layer repeats as it was is not what that layer opened.
    let mut since: HashMap<&[u8], usize> = HashMap::new();
    for file in view.files.all().filter(|file| file.entry.kind == Kind::Directory) {
        if is_open(&file) {
            since.entry(&file.entry.path).or_insert(file.layer);
        } else {
            since.remove(&*file.entry.path);
        }
    }
    let open = view.files.visible().filter(is_open).map(|file| {
        let layer = since.get(&*file.entry.path).copied().unwrap_or(file.layer);
        File { layer, ..file }
    });
    for left in grouped(open) {
        let message = format!("this brings what every user may change: {}", left.paths());
        view.find(left.layer, findings, message)
            .about(left.all_paths())
            .help("give it to the user who needs it, with `COPY --chown` and `--chmod`");
    }
}
