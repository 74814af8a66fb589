//! What rules about bytes that no container sees have in common: they speak of two layers, the one that adds and the one that hides.

use std::collections::BTreeMap;

use super::ImageView;
use super::wording::{count, paths, size};
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
        files.sort_by(|a, b| (b.bytes, &a.path).cmp(&(a.bytes, &b.path)));
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
    /// A megabyte, or a hundredth of the image.
    pub(super) fn is_worth_saying(&self, view: &ImageView<'_>) -> bool {
        self.bytes >= FEW || (self.bytes >= NOTHING && self.bytes.saturating_mul(100) >= view.files.bytes())
    }

    /// `this adds 171 MB in 3 files`.
    pub(super) fn adds(&self) -> String {
        format!("this adds {}", self.amount())
    }

    /// `171 MB in 3 files`.
    pub(super) fn amount(&self) -> String {
        format!("{} in {}", size(self.bytes), count(self.files.len(), "file"))
    }

    /// The largest files.
    pub(super) fn paths(&self) -> String {
        let largest: Vec<String> =
            self.files.iter().take(NAMED).map(|dead| format!("/{}", shown(&dead.path))).collect();
        let list = paths(largest.iter().map(String::as_str));
        let more = self.files.len().saturating_sub(NAMED);
        if more == 0 { list } else { format!("{list} and {more} more") }
    }
}
