//! Files that one layer adds and a later one removes.

use super::super::prelude::*;
use crate::image::files::How;
use crate::rules::dead_bytes;

pub(crate) static RULE: Rule = Rule::new("layer-deleted-bytes", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["dive:highestWastedBytes", "dive:lowestEfficiency", "dive:highestUserWastedPercent"])
    .page(include_str!("../../../rules/image/layer-deleted-bytes.md"))
    .checks(&[Check::Image(check)]);

const SMALLER_BASE: &str = "only another base image makes the image smaller";

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for pair in dead_bytes::pairs(view, How::Deleted) {
        if !pair.is_worth_saying(view, view.options.deleted_bytes) {
            continue;
        }
        if view.is_base(pair.added_by) && !view.is_base(pair.killed_by) {
            let message = format!("this removes {} of the base image, which stay in it", pair.amount());
            view.find(pair.killed_by, findings, message)
                .about(pair.all_paths())
                .severity(Severity::Info)
                .help(SMALLER_BASE);
        } else {
            let message = format!("{} that {} removes", pair.adds(), view.name_of(pair.killed_by));
            view.find(pair.added_by, findings, message)
                .about(pair.all_paths())
                .label(view.place(pair.killed_by), "removed here, and still in the image")
                .help(format!("remove {} in the instruction that adds them, or build in another stage", pair.places()));
        }
    }
}
