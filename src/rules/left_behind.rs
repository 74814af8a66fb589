//! What rules about files that lie around in an image have in common: which there are, in which layer, and what they come to.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::ImageView;
use super::wording::{count, paths, size};
use crate::image::files::{File, How};
use crate::image::layer::Kind;
use crate::image::shown;

/// Files of one sort in one layer.
pub(super) struct Left<'a> {
    pub(super) layer: usize,
    pub(super) bytes: u64,
    pub(super) files: Vec<File<'a>>,
}

/// The files of a sort that a container sees, layer by layer.
pub(super) fn left<'a>(view: &ImageView<'a>, is_one: impl Fn(&str) -> bool) -> Vec<Left<'a>> {
    let is_file = |file: &File<'a>| file.entry.kind == Kind::File;
    grouped(view.files.visible().filter(|file| is_file(file) && text(file).is_some_and(&is_one)))
}

/// The same of what a container sees and what the image itself brings.
pub(super) fn left_by_image<'a>(view: &ImageView<'a>, is_one: impl Fn(&str) -> bool) -> Vec<Left<'a>> {
    let mut left = left(view, is_one);
    left.retain(|left| !view.is_base(left.layer));
    left
}

/// Files by their layers.
pub(super) fn grouped<'a>(files: impl Iterator<Item = File<'a>>) -> Vec<Left<'a>> {
    let mut layers: BTreeMap<usize, Vec<File<'a>>> = BTreeMap::new();
    for file in files {
        layers.entry(file.layer).or_default().push(file);
    }
    let bytes = |files: &[File<'_>]| files.iter().map(|file| file.entry.size).sum();
    layers.into_iter().map(|(layer, files)| Left { layer, bytes: bytes(&files), files }).collect()
}

/// A file through the layers: a copy that changes only its owner, mode or time is the same file still.
#[derive(Clone, Copy)]
pub(super) struct Continued<'a> {
    /// Its last copy.
    pub(super) file: File<'a>,
    /// The layer of its first one.
    pub(super) since: usize,
}

/// Files through the layers, in the order of their first copies.
pub(super) fn continued<'a>(files: impl Iterator<Item = File<'a>>) -> Vec<Continued<'a>> {
    let mut found: Vec<Continued<'a>> = Vec::new();
    let mut last: HashMap<&[u8], usize> = HashMap::new();
    for file in files {
        let goes_on =
            |before: &File<'_>| before.end.is_some_and(|end| end.how == How::MetadataOnly && end.layer == file.layer);
        let before = last.get(&*file.entry.path).copied().filter(|at| goes_on(&found[*at].file));
        if let Some(at) = before {
            found[at].file = file;
        } else {
            last.insert(&file.entry.path, found.len());
            found.push(Continued { file, since: file.layer });
        }
    }
    found
}

/// The path of a file, where it is text.
pub(super) fn text<'a>(file: &File<'a>) -> Option<&'a str> {
    std::str::from_utf8(&file.entry.path).ok()
}

impl Left<'_> {
    /// `171 MB in 3 files`.
    pub(super) fn amount(&self) -> String {
        format!("{} in {}", size(self.bytes), count(self.files.len(), "file"))
    }

    /// The path of each.
    pub(super) fn all_paths(&self) -> impl Iterator<Item = &Arc<[u8]>> {
        self.files.iter().map(|file| &file.entry.path)
    }

    /// The first of them: `` `a`, `b` and 4 more ``.
    pub(super) fn paths(&self) -> String {
        const NAMED: usize = 3;
        let names: Vec<String> = self.files.iter().take(NAMED).map(|file| shown(&file.entry.path)).collect();
        let more = self.files.len().saturating_sub(NAMED);
        let names = paths(names.iter().map(String::as_str));
        if more == 0 { names } else { format!("{names} and {more} more") }
    }
}
