//! A layer copies files of an earlier layer only to give them another owner, mode or time.

use super::super::prelude::*;
use crate::image::files::How;
use crate::rules::dead_bytes;

pub(crate) static RULE: Rule = Rule::new("layer-metadata-only-copy", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["dive:highestWastedBytes", "dive:lowestEfficiency"])
    .page(include_str!("../../../rules/image/layer-metadata-only-copy.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let is_much = |pair: &dead_bytes::Pair<'_>| pair.is_worth_saying(view, view.options.copied_bytes);
    for pair in dead_bytes::pairs(view, How::MetadataOnly).filter(is_much) {
        let whose = if view.is_base(pair.added_by) { "the base image".to_owned() } else { view.name_of(pair.added_by) };
        let message = format!("this copies {} of {whose} to change only their owner, mode or time", pair.amount());
        view.find(pair.killed_by, findings, message)
            .about(pair.all_paths())
            .label(view.place(pair.added_by), "added here with the same content")
            .help("give the instruction that adds them `--chown` and `--chmod`, or change them in the same RUN");
    }
}
