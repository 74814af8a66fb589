//! The history of sources in an image.

use super::super::prelude::*;
use crate::image::files::File;
use crate::knowledge::image_leftovers::repository;
use crate::rules::left_behind::{grouped, text};
use crate::source::file_name;

pub(crate) static RULE: Rule = Rule::new("image-vcs-directory", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-LI-0003"])
    .page(include_str!("../../../rules/image/image-vcs-directory.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for file in view.files.all() {
        let Some(folder) = text(&file).and_then(repository) else { continue };
        let of_it = |other: &File<'_>| {
            let below = other.entry.path.strip_prefix(folder.as_bytes());
            other.layer == file.layer && below.is_some_and(|rest| rest.starts_with(b"/"))
        };
        let held: Vec<_> = view.files.all().filter(of_it).collect();
        let Some(left) = grouped(held.into_iter()).pop() else { continue };
        let gone = if file.is_visible() { "" } else { "; a later layer removes it, and everybody can still read it" };
        let message = format!("`{folder}` holds the history of the sources: {}{gone}", left.amount());
        view.find(file.layer, findings, message).help(format!("name `{}` in `.dockerignore`", file_name(folder)));
    }
}
