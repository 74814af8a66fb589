//! A layer would be another one if it were built again.

use super::super::prelude::*;
use std::collections::BTreeSet;

use crate::image::layer::{Entry, Kind as EntryKind};
use crate::image::shown;
use crate::image::time::seconds;
use crate::rules::wording::count;

pub(crate) static RULE: Rule = Rule::new("image-not-reproducible", Group::Image, Severity::Info)
    .page(include_str!("../../../rules/image/image-not-reproducible.md"))
    .checks(&[Check::Image(check)]);

/// Seconds by which the clocks of those who build may differ.
const SLACK: i64 = 3600;
/// What differs from build to build by itself.
const VOLATILE: &[&str] = &[".pyc", "etc/ld.so.cache", "var/cache/ldconfig/aux-cache", ".log"];

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let times: Vec<i64> = view.config().history.iter().filter_map(|step| seconds(step.created.as_deref()?)).collect();
    let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) else { return };
    for (number, layer) in view.files.layers().iter().enumerate().filter(|(number, _)| !view.is_base(*number)) {
        let of_build = |entry: &&Entry| {
            entry.kind == EntryKind::File && entry.mtime > first - SLACK && entry.mtime <= last + SLACK
        };
        let files: Vec<&Entry> = layer.entries.iter().filter(of_build).collect();
        let distinct: BTreeSet<i64> = files.iter().map(|entry| entry.mtime).collect();
        let is_volatile = |entry: &&&Entry| VOLATILE.iter().any(|ending| entry.path.ends_with(ending.as_bytes()));
        if distinct.len() > 1 {
            let message = format!(
                "{} have the time of the build, at {} different moments",
                count(files.len(), "file"),
                distinct.len()
            );
            view.find(number, findings, message)
                .help("set SOURCE_DATE_EPOCH and `--output type=image,rewrite-timestamp=true`");
        } else if let Some(entry) = files.iter().find(is_volatile) {
            let path = shown(&entry.path);
            view.find(number, findings, format!("`/{path}` is another one in every build"))
                .help("remove it in the same instruction");
        }
    }
}
