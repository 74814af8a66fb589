//! Compilers in an image that is to run something.

use super::super::prelude::*;
use std::collections::BTreeSet;

use crate::image::files::File;
use crate::knowledge::image_leftovers::COMPILERS;
use crate::rules::wording::{paths, size};

pub(crate) static RULE: Rule = Rule::new("image-compiler-in-final", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-compiler-in-final.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let found: Vec<(&str, File<'_>)> =
        COMPILERS.iter().filter_map(|path| Some((*path, program(view, path)?))).collect();
    // An image to build with is one.
    if found.iter().any(|(_, file)| view.is_base(file.layer)) {
        return;
    }
    let layers: BTreeSet<usize> = found.iter().map(|(_, file)| file.layer).collect();
    for layer in layers {
        let here = found.iter().filter(|(_, file)| file.layer == layer).map(|(path, _)| *path);
        let bytes = view.files.sums().get(layer).map_or(0, |sums| sums.bytes);
        let message = format!("this brings what builds programs, in a layer of {}: {}", size(bytes), paths(here));
        view.find(layer, findings, message).help("build in a stage of its own, and copy the result with `COPY --from`");
    }
}

/// A program, links followed, that is no script.
fn program<'a>(view: &ImageView<'a>, path: &str) -> Option<File<'a>> {
    let file = view.files.resolve(path)?;
    file.content.body.as_deref().is_some_and(|body| body.starts_with(b"\x7fELF")).then_some(file)
}
