//! A layer is very large.

use super::super::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::image::attribution::Origin;
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
/// Below this part of `layer-bytes` no layer is large, whatever the others have.
const SMALL: u64 = 5;

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let options = view.options;
    let own = own_bytes(view);
    for (layer, sums) in view.files.sums().iter().enumerate() {
        let is_own = view.origin(layer) == Origin::Own;
        let percent = sums.bytes.saturating_mul(100).checked_div(own).unwrap_or(0);
        // What stands on the base image alone is all of it, and says nothing.
        let is_most = is_own && sums.bytes < own && percent > options.layer_percent;
        let of_all = if sums.bytes > options.layer_bytes {
            String::new()
        } else if is_most && sums.bytes > options.layer_bytes / SMALL {
            format!(", {percent} % of what stands on the base image")
        } else {
            continue;
        };
        let message = format!("this layer has {}{of_all}: {}", size(sums.bytes), largest(view, layer));
        view.find(layer, findings, message);
    }
}

/// The bytes of the layers that are known not to be the base image's.
fn own_bytes(view: &ImageView<'_>) -> u64 {
    let layers = view.files.sums().iter().enumerate();
    layers.filter(|(layer, _)| view.origin(*layer) == Origin::Own).map(|(_, sums)| sums.bytes).sum()
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
