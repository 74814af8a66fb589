//! An image has very many layers, or several that one RUN could have made.

use super::super::prelude::*;
use std::collections::BTreeSet;

use crate::image::attribution::Origin;
use crate::image::layer::Kind;
use crate::image::shown;

pub(crate) static RULE: Rule = Rule::new("layer-too-many", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/layer-too-many.md"))
    .checks(&[Check::Image(check), Check::Image(check_runs)]);

/// Docker and the kernel's overlay file system take no more.
const MOST: usize = 127;
/// So many RUNs in a row are worth joining.
const RUNS: usize = 3;
/// Folders that commands leave something in whatever they do, and those below them: sharing them says nothing.
const SHARED_BY_ALL: &[&[u8]] = &[b"tmp", b"var/tmp", b"var/log", b"var/cache", b"root/.cache", b"etc"];

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let layers = view.image.layers.len();
    let own = layers - view.attribution.base_layers();
    if layers > MOST {
        let message = format!("the image has {layers} layers, and an overlay file system takes at most {MOST}");
        view.find_whole(findings, message).severity(Severity::Error);
    } else if own as u64 > view.options.layers {
        view.find_whole(findings, format!("{own} layers stand on the base image"))
            .help("join RUNs that work on the same files, and copy what belongs together at once");
    }
}

/// RUNs that follow each other and whose layers all have files in the same folder.
fn check_runs(view: &ImageView<'_>, findings: &mut Findings) {
    let mut row: Vec<usize> = Vec::new();
    let mut common = BTreeSet::new();
    for step in &view.attribution.steps {
        let is_run = step.instruction.keyword == Keyword::Run && step.origin == Origin::Own;
        let Some(layer) = step.layer.filter(|_| is_run) else {
            report(view, findings, &row, &common);
            row.clear();
            continue;
        };
        let folders = folders(view, layer);
        let still: BTreeSet<&[u8]> = common.intersection(&folders).copied().collect();
        if row.is_empty() || still.is_empty() {
            report(view, findings, &row, &common);
            row.clear();
            common = folders;
        } else {
            common = still;
        }
        row.push(layer);
    }
    report(view, findings, &row, &common);
}

fn report(view: &ImageView<'_>, findings: &mut Findings, row: &[usize], common: &BTreeSet<&[u8]>) {
    let ([first, others @ ..], Some(folder)) = (row, common.first()) else { return };
    if row.len() < RUNS {
        return;
    }
    let others: Vec<String> = others.iter().map(|layer| view.name_of(*layer)).collect();
    let message = format!("{} RUNs in a row make a layer each in `/{}`", row.len(), shown(folder));
    view.find(*first, findings, message).help(format!("join it with {}", others.join(", ")));
}

/// The folders that a layer has files in.
fn folders<'a>(view: &ImageView<'a>, layer: usize) -> BTreeSet<&'a [u8]> {
    let entries = view.files.layers()[layer].entries.iter().filter(|entry| entry.kind != Kind::Directory);
    let folders = entries.filter_map(|entry| Some(&entry.path[..entry.path.iter().rposition(|byte| *byte == b'/')?]));
    folders.filter(|folder| !SHARED_BY_ALL.iter().any(|shared| is_within(folder, shared))).collect()
}

fn is_within(path: &[u8], folder: &[u8]) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| matches!(rest.first(), None | Some(b'/')))
}
