//! The history of sources in an image.

use foldhash::HashMap;

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
    let repositories: Vec<(File<'_>, &str)> =
        view.files.all().filter_map(|file| Some((file, text(&file).and_then(repository)?))).collect();
    let mut held = files_of(view, &repositories);
    for (file, folder) in repositories {
        let of_it = held.remove(&(file.layer, folder.as_bytes())).unwrap_or_default();
        let Some(left) = grouped(of_it.into_iter()).pop() else { continue };
        let gone = if file.is_visible() { "" } else { "; a later layer removes it, and everybody can still read it" };
        let message = format!("`{folder}` holds the history of the sources: {}{gone}", left.amount());
        view.find(file.layer, findings, message).help(format!("name `{}` in `.dockerignore`", file_name(folder)));
    }
}

/// What is in the folder of each repository, by its layer: all files are walked once, whatever number of repositories there is.
fn files_of<'a, 'r>(
    view: &ImageView<'a>,
    repositories: &[(File<'a>, &'r str)],
) -> HashMap<(usize, &'r [u8]), Vec<File<'a>>>
where
    'a: 'r,
{
    let mut held: HashMap<(usize, &[u8]), Vec<File<'a>>> =
        repositories.iter().map(|(file, folder)| ((file.layer, folder.as_bytes()), Vec::new())).collect();
    if held.is_empty() {
        return held;
    }
    for file in view.files.all() {
        let path = &*file.entry.path;
        for slash in memchr::memchr_iter(b'/', path) {
            if let Some(of_it) = held.get_mut(&(file.layer, &path[..slash])) {
                of_it.push(file);
            }
        }
    }
    held
}
