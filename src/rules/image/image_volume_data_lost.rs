//! A layer writes into a folder that an earlier `VOLUME` has declared.

use super::super::prelude::*;
use crate::image::layer::Entry;
use crate::image::layer::Kind::Directory;
use crate::rules::wording::count;

pub(crate) static RULE: Rule = Rule::new("image-volume-data-lost", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-volume-data-lost.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let steps = &view.attribution.steps;
    for (number, step) in steps.iter().enumerate().filter(|(_, step)| step.instruction.keyword == Keyword::Volume) {
        for path in step.instruction.words() {
            let folder = format!("{}/", path.trim_matches('/'));
            for later in steps[number..].iter().filter_map(|step| step.layer) {
                let entries = &view.files.layers()[later].entries;
                let is_in = |entry: &&Entry| entry.kind != Directory && entry.path.starts_with(folder.as_bytes());
                let files = entries.iter().filter(is_in).count();
                if files > 0 {
                    let message = format!(
                        "this writes {} below the volume `{path}`, and some builders drop them",
                        count(files, "file")
                    );
                    let place = step.keyword.unwrap_or(view.attribution.whole);
                    view.find(later, findings, message)
                        .label(place, "declared here")
                        .help("write first, and declare the volume behind it");
                }
            }
        }
    }
}
