//! A layer is very large.

use super::super::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::image::layer::Kind::File;
use crate::image::shown;
use crate::rules::wording::size;

pub(crate) static RULE: Rule = Rule::new("layer-large", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/layer-large.md"))
    .checks(&[Check::Image(check)]);

/// How many folders are named.
const FOLDERS: usize = 5;

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for (layer, sums) in view.files.sums().iter().enumerate() {
        if sums.bytes > view.options.layer_bytes {
            let message = format!("this layer has {}: {}", size(sums.bytes), largest(view, layer));
            view.find(layer, findings, message);
        }
    }
}

/// The folders of a layer with the most bytes, two names deep.
fn largest(view: &ImageView<'_>, layer: usize) -> String {
    let mut folders: BTreeMap<String, u64> = BTreeMap::new();
    for entry in view.files.layers()[layer].entries.iter().filter(|entry| entry.kind == File) {
        let parts: Vec<&[u8]> = entry.path.split(|byte| *byte == b'/').collect();
        let deep = parts.len().saturating_sub(1).min(2);
        *folders.entry(shown(&parts[..deep].join(&b'/'))).or_default() += entry.size;
    }
    let mut folders: Vec<(String, u64)> = folders.into_iter().collect();
    folders.sort_by_key(|(_, bytes)| Reverse(*bytes));
    let named = folders.iter().take(FOLDERS).map(|(path, bytes)| format!("{} in `/{path}`", size(*bytes)));
    named.collect::<Vec<_>>().join(", ")
}
