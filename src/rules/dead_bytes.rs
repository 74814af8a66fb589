//! What rules about bytes that no container sees have in common: they speak of two layers, the one that adds and the one that hides.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ImageView;
use super::wording::{count, size};
use crate::image::files::{Dead, How};
use crate::image::shown;

/// Bytes below which nothing is said, where they are no hundredth of the image either.
const FEW: u64 = 1 << 20;
/// Bytes that are nothing in an image of any size.
const NOTHING: u64 = 4096;
/// How many paths a message names.
const NAMED: usize = 5;

/// What one layer adds and another hides.
pub(super) struct Pair<'a> {
    pub(super) added_by: usize,
    pub(super) killed_by: usize,
    pub(super) bytes: u64,
    /// By path.
    files: Vec<&'a Dead>,
}

/// The pairs of layers, by the layer that adds.
pub(super) fn pairs<'a>(view: &ImageView<'a>, how: How) -> impl Iterator<Item = Pair<'a>> {
    pairs_of(view.files.dead().iter().filter(move |dead| dead.how == how))
}

/// The pairs of layers among some dead files.
pub(super) fn pairs_of<'a>(dead: impl Iterator<Item = &'a Dead>) -> impl Iterator<Item = Pair<'a>> {
    let mut found: BTreeMap<(usize, usize), Vec<&Dead>> = BTreeMap::new();
    for dead in dead {
        found.entry((dead.added_by, dead.killed_by)).or_default().push(dead);
    }
    let pair = |((added_by, killed_by), mut files): (_, Vec<&'a Dead>)| {
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Pair { added_by, killed_by, bytes: files.iter().map(|dead| dead.bytes).sum(), files }
    };
    found.into_iter().map(pair)
}

/// Whether a file belongs to the database of a system's package manager, which every installation writes anew.
pub(super) fn is_package_database(path: &[u8]) -> bool {
    const FOLDERS: &[&str] = &[
        "var/lib/dpkg/", "var/lib/rpm/", "usr/lib/sysimage/rpm/", "lib/apk/db/", "usr/lib/apk/db/",
        "var/cache/debconf/", "var/lib/pacman/", "var/lib/dnf/",
    ];
    FOLDERS.iter().any(|folder| path.starts_with(folder.as_bytes()))
}

impl Pair<'_> {
    /// As many bytes as are set; where none are, a megabyte, or a hundredth of the image.
    pub(super) fn is_worth_saying(&self, view: &ImageView<'_>, set: u64) -> bool {
        let usual = || FEW.min(view.files.bytes().div_ceil(100)).max(NOTHING);
        self.bytes >= if set == 0 { usual() } else { set }
    }

    /// `this adds 171 MB in 3 files`.
    pub(super) fn adds(&self) -> String {
        format!("this adds {}", self.amount())
    }

    /// `171 MB in 3 files`.
    pub(super) fn amount(&self) -> String {
        format!("{} in {}", size(self.bytes), count(self.files.len(), "file"))
    }

    /// The path of each.
    pub(super) fn all_paths(&self) -> impl Iterator<Item = &Arc<[u8]>> {
        self.files.iter().map(|dead| &dead.path)
    }

    /// Where the files are, most bytes first: the deepest folders that are few enough to be named.
    pub(super) fn places(&self) -> String {
        let mut open = vec![self.files.as_slice()];
        let mut closed: Vec<&[&Dead]> = Vec::new();
        while let Some(largest) = (0..open.len()).max_by_key(|at| bytes(open[*at])) {
            let group = open.swap_remove(largest);
            let parts: Vec<&[&Dead]> = parts(group).collect();
            if parts.len() > 1 && open.len() + closed.len() + parts.len() <= NAMED {
                open.extend(parts);
            } else {
                closed.push(group);
            }
        }
        closed.sort_by_key(|group| std::cmp::Reverse(bytes(group)));
        let places: Vec<String> = closed.into_iter().map(place).collect();
        match places.split_last() {
            Some((last, others)) if !others.is_empty() => format!("{} and {last}", others.join(", ")),
            _ => places.concat(),
        }
    }
}

fn bytes(files: &[&Dead]) -> u64 {
    files.iter().map(|dead| dead.bytes).sum()
}

/// How much of their paths is the same in all files of a list that is sorted: whole names, with the last slash.
fn common(files: &[&Dead]) -> usize {
    let (Some(first), Some(last)) = (files.first(), files.last()) else { return 0 };
    let same = first.path.iter().zip(last.path.iter()).take_while(|(one, other)| one == other).count();
    first.path[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |slash| slash + 1)
}

/// The files by the folder below the one that they have in common.
fn parts<'f, 'a>(files: &'f [&'a Dead]) -> impl Iterator<Item = &'f [&'a Dead]> {
    let from = common(files);
    let name = move |dead: &Dead| {
        let rest = &dead.path[from..];
        from + rest.iter().position(|byte| *byte == b'/').unwrap_or(rest.len())
    };
    files.chunk_by(move |one, next| one.path[..name(one)] == next.path[..name(next)])
}

/// `/srv/model.bin`, or `4694 files in /usr/share/doc`.
fn place(files: &[&Dead]) -> String {
    if let [file] = files {
        return format!("`/{}`", shown(&file.path));
    }
    let folder = files.first().map_or(&[][..], |first| &first.path[..common(files)]);
    format!("{} in `/{}`", count(files.len(), "file"), shown(folder).trim_end_matches('/'))
}
