//! The history of sources in an image.

use foldhash::HashMap;

use super::super::prelude::*;
use crate::image::files::{End, File, How};
use crate::knowledge::image_leftovers::repository;
use crate::rules::left_behind::{Continued, continued, grouped, text};
use crate::source::file_name;

pub(crate) static RULE: Rule = Rule::new("image-vcs-directory", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-LI-0003"])
    .page(include_str!("../../../rules/image/image-vcs-directory.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let marks = continued(view.files.all().filter(|file| text(file).and_then(repository).is_some()));
    let repositories: Vec<(Continued<'_>, &str)> =
        marks.into_iter().filter_map(|mark| Some((mark, text(&mark.file).and_then(repository)?))).collect();
    let mut held = files_of(view, &repositories);
    for (Continued { file, since }, folder) in repositories {
        let of_it = held.remove(&(file.layer, folder.as_bytes())).unwrap_or_default();
        let Some(left) = grouped(of_it.into_iter()).pop() else { continue };
        let gone = match file.end {
            None => "",
            Some(End { how: How::Deleted, .. }) => "; a later layer removes it, and everybody can still read it",
            Some(_) => "; a later layer replaces it, and everybody can still read it",
        };
        let message = format!("`{folder}` holds the history of the sources: {}{gone}", left.amount());
        view.find(since, findings, message).help(format!("name `{}` in `.dockerignore`", file_name(folder)));
    }
}

/// What is in the folder of each repository, by its layer: all files are walked once, whatever number of repositories there is.
fn files_of<'a, 'r>(
    view: &ImageView<'a>,
    repositories: &[(Continued<'a>, &'r str)],
) -> HashMap<(usize, &'r [u8]), Vec<File<'a>>>
where
    'a: 'r,
{
    let mut held: HashMap<(usize, &[u8]), Vec<File<'a>>> =
        repositories.iter().map(|(mark, folder)| ((mark.file.layer, folder.as_bytes()), Vec::new())).collect();
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
