//! A layer replaces files of an earlier layer by others.

use super::super::prelude::*;
use crate::image::files::How;
use crate::rules::dead_bytes;

pub(crate) static RULE: Rule = Rule::new("layer-overwritten-bytes", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["dive:highestWastedBytes", "dive:lowestEfficiency", "dive:highestUserWastedPercent"])
    .page(include_str!("../../../rules/image/layer-overwritten-bytes.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let (databases, others): (Vec<_>, Vec<_>) = view
        .files
        .dead()
        .iter()
        .filter(|dead| dead.how == How::Overwritten)
        .partition(|dead| dead_bytes::is_package_database(&dead.path));
    let is_much = |pair: &dead_bytes::Pair<'_>| pair.is_worth_saying(view, view.options.overwritten_bytes);
    for pair in dead_bytes::pairs_of(others.into_iter()).filter(is_much) {
        let message = format!("this replaces {} that {} adds", pair.amount(), view.name_of(pair.added_by));
        let finding = view
            .find(pair.killed_by, findings, message)
            .about(pair.all_paths())
            .label(view.place(pair.added_by), "added here, and still in the image")
            .help(format!("make {} what it is to be in one instruction", pair.places()));
        if view.is_base(pair.added_by) {
            finding.severity(Severity::Info);
        }
    }
    let own = |pair: &dead_bytes::Pair<'_>| !view.is_base(pair.added_by) && is_much(pair);
    for pair in dead_bytes::pairs_of(databases.into_iter()).filter(own) {
        let message = format!("this writes the package database anew: {} stay in the image", pair.amount());
        view.find(pair.killed_by, findings, message)
            .about(pair.all_paths())
            .label(view.place(pair.added_by), "this wrote it before")
            .severity(Severity::Info)
            .help("install in one RUN what can be installed together");
    }
}
