//! A `RUN` changes no file and makes a layer all the same.

use super::super::prelude::*;
use std::collections::HashSet;

use crate::image::layer::Entry;
use crate::image::layer::Kind::Directory;

pub(crate) static RULE: Rule = Rule::new("layer-empty", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["trivy:DS-0013"])
    .page(include_str!("../../../rules/image/layer-empty.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let mut folders: HashSet<&[u8]> = HashSet::from([&b""[..]]);
    for (number, layer) in view.files.layers().iter().enumerate() {
        let changes = |entry: &Entry| entry.kind != Directory || !folders.contains(&*entry.path);
        let is_run = view.attribution.step_of(number).is_some_and(|step| step.instruction.keyword == Keyword::Run);
        if is_run && layer.problems.is_empty() && !layer.entries.iter().any(changes) {
            view.find(number, findings, "this changes no file, and makes a layer all the same");
        }
        folders.extend(layer.entries.iter().filter(|entry| entry.kind == Directory).map(|entry| &*entry.path));
    }
}
