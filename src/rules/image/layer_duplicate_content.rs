//! A large file is in the final file system twice.

use super::super::prelude::*;
use std::collections::{BTreeMap, HashMap};

use crate::image::files::File;
use crate::image::layer::Kind::Hardlink;
use crate::image::shown;
use crate::rules::wording::size;

pub(crate) static RULE: Rule = Rule::new("layer-duplicate-content", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["dive:highestWastedBytes"])
    .page(include_str!("../../../rules/image/layer-duplicate-content.md"))
    .checks(&[Check::Image(check)]);

/// How many files a message names.
const NAMED: usize = 3;

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let mut firsts: HashMap<(u128, u64), File<'_>> = HashMap::new();
    let mut again: BTreeMap<usize, Vec<(File<'_>, File<'_>)>> = BTreeMap::new();
    let large = view.options.duplicate_bytes;
    for file in view.files.visible().filter(|file| file.is_regular() && file.content.size >= large) {
        let Some(hash) = file.content.content_hash else { continue };
        let first = *firsts.entry((hash, file.content.size)).or_insert(file);
        if !std::ptr::eq(first.content, file.content) && !matches!(file.entry.kind, Hardlink(_)) {
            again.entry(file.layer).or_default().push((file, first));
        }
    }
    for (layer, copies) in again {
        let bytes = copies.iter().map(|(copy, _)| copy.content.size).sum();
        let of = |(copy, first): &(File<'_>, File<'_>)| {
            format!("`/{}` is `/{}`", shown(&copy.entry.path), shown(&first.entry.path))
        };
        let pairs: Vec<String> = copies.iter().take(NAMED).map(of).collect();
        let message = format!("this adds {} that the image has already: {}", size(bytes), pairs.join(", "));
        let paths = copies.iter().flat_map(|(copy, first)| [&copy.entry.path, &first.entry.path]);
        view.find(layer, findings, message).about(paths).help("make a link, or move the file where it is to be");
    }
}
