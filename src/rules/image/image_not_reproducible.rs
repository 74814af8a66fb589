//! A layer would be another one if it were built again.

use super::super::prelude::*;
use std::collections::BTreeSet;

use crate::image::compare::{TIME, differences, settings};
use crate::image::layer::{Entry, Kind as EntryKind};
use crate::image::time::seconds;
use crate::image::{Image, shown};
use crate::rules::wording::count;

pub(crate) static RULE: Rule = Rule::new("image-not-reproducible", Group::Image, Severity::Info)
    .page(include_str!("../../../rules/image/image-not-reproducible.md"))
    .checks(&[Check::Image(check)]);

const HELP: &str = "set SOURCE_DATE_EPOCH and `--output type=image,rewrite-timestamp=true`";
const OTHERWISE: &str = "look for versions that nothing fixes, random numbers, and the time in what is written";
/// Seconds by which the clocks of those who build may differ.
const SLACK: i64 = 3600;
/// What differs from build to build by itself.
const VOLATILE: &[&str] = &[".pyc", "etc/ld.so.cache", "var/cache/ldconfig/aux-cache", ".log"];

/// Paths that a message names.
const NAMED: usize = 10;

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    match view.other {
        Some(other) => compare(view, other, findings),
        None => suspect(view, findings),
    }
}

/// What another build of the same thing has otherwise.
fn compare(view: &ImageView<'_>, other: &Image, findings: &mut Findings) {
    let (own, others) = (view.files.layers(), &other.layers);
    if own.len() != others.len() {
        let message = format!("another build has {}, this one has {}", count(others.len(), "layer"), own.len());
        view.find_whole(findings, message).help(HELP);
        return;
    }
    for (number, (own, other)) in own.iter().zip(others).enumerate() {
        let found = differences(own, other);
        if !found.is_empty() {
            let named = found.iter().take(NAMED).map(|found| format!("`/{}` ({})", shown(found.path), found.what));
            let named = named.collect::<Vec<_>>().join(", ");
            let more = found.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let message = format!("another build differs here in {}: {named}{more}", count(found.len(), "path"));
            let is_time = found.iter().all(|found| found.what == TIME);
            view.find(number, findings, message).help(if is_time { HELP } else { OTHERWISE });
        } else if own.diff_id != other.diff_id {
            view.find(number, findings, "another build has the same files here in another archive").help(HELP);
        }
    }
    let settings = settings(view.config(), &other.config);
    if !settings.is_empty() {
        view.find_whole(findings, format!("another build has another configuration: {}", settings.join(", ")))
            .help(HELP);
    }
}

/// What in one build alone looks as if it were another in every build.
fn suspect(view: &ImageView<'_>, findings: &mut Findings) {
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
            view.find(number, findings, message).help(HELP);
        } else if let Some(entry) = files.iter().find(is_volatile) {
            let path = shown(&entry.path);
            view.find(number, findings, format!("`/{path}` is another one in every build"))
                .help("remove it in the same instruction");
        }
    }
}
