//! What a build sends: a walk over the context that leaves out what the ignore file leaves out, and its totals.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use foldhash::{HashMap, HashSet};

use super::store::{Kind, Metadata, Store};
use super::{IgnoreFile, path};

/// A walk ends after this many entries, those looked at and left out counted as well.
pub const MAX_ENTRIES: usize = 200_000;

/// How many places [`Totals`] names.
const LARGEST: usize = 5;

/// Folders of version control: listed, but not entered.
const VERSION_CONTROL: [&str; 4] = [".git", ".hg", ".svn", ".jj"];

/// The entries that a build sends, folders before what they hold, names in byte order.
#[derive(Debug, Default)]
pub struct Listing {
    /// The entries. Those below a folder of version control are not among them.
    pub entries: Vec<Entry>,
    /// Whether the walk ended at [`MAX_ENTRIES`], so that entries are missing.
    pub truncated: bool,
    /// Folders that could not be read.
    pub unreadable: Vec<String>,
    /// Folders of version control that a build sends.
    pub version_control: Vec<String>,
}

/// One entry of a listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path below the context's root, with `/`.
    pub path: String,
    /// What it is; links are not followed.
    pub metadata: Metadata,
}

impl Entry {
    /// Its name without its folder.
    pub fn name(&self) -> &str {
        path::split(&self.path).1
    }
}

/// How much a build sends.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// The number of files, those of version control included.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Where most of the bytes lie: up to five folders or files of the root, largest first. A folder whose bytes lie
    /// almost all in one folder in it gives its place to that one.
    pub largest: Vec<Share>,
    /// Whether not all entries were counted.
    pub truncated: bool,
}

impl Listing {
    /// For each of these names (`name`, or `*.ending`) the first path that has it below the root's own entries.
    pub fn deeper<'a>(&'a self, names: &HashSet<&'a str>) -> HashMap<&'a str, &'a str> {
        let mut deeper = HashMap::default();
        for entry in self.entries.iter().filter(|entry| entry.path.contains('/')) {
            let ending = || Some(format!("*{}", &entry.name()[entry.name().rfind('.')?..]));
            if let Some(name) = names.get(entry.name()).or_else(|| names.get(&*ending()?)) {
                deeper.entry(*name).or_insert(&*entry.path);
            }
        }
        deeper
    }
}

/// What a place adds to the context.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Its path below the context's root.
    pub path: String,
    /// Its files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// A walk over what a build sends of `start` (a folder, "" for the root).
pub(super) struct Walk<'a> {
    pub(super) store: &'a Store,
    pub(super) ignore: Option<&'a IgnoreFile>,
    /// How many entries it may still look at.
    pub(super) budget: usize,
    pub(super) unreadable: Vec<String>,
}

impl Walk<'_> {
    /// Calls `visit` for each entry that a build sends; it says whether a folder is entered. `None`: the budget is used up.
    pub(super) fn run(
        &mut self,
        start: &str,
        mut visit: impl FnMut(&str, Metadata) -> ControlFlow<(), bool>,
    ) -> Option<ControlFlow<()>> {
        // Each level holds what is left of a folder, the next entry at the end.
        let mut levels = vec![(start.to_owned(), self.open(start))];
        while let Some((folder, left)) = levels.last_mut() {
            let Some((name, metadata)) = left.pop() else {
                levels.pop();
                continue;
            };
            let path = path::join(folder, &name);
            self.budget = self.budget.checked_sub(1)?;
            let mut enter = metadata.is_folder();
            if self.ignore.is_some_and(|ignore| ignore.is_ignored(&path)) {
                enter = enter && !self.ignore.is_some_and(|ignore| ignore.ignores_all_below(&path));
            } else {
                match visit(&path, metadata) {
                    ControlFlow::Continue(wanted) => enter = enter && wanted,
                    ControlFlow::Break(()) => return Some(ControlFlow::Break(())),
                }
            }
            if enter {
                let children = self.open(&path);
                levels.push((path, children));
            }
        }
        Some(ControlFlow::Continue(()))
    }

    fn open(&mut self, folder: &str) -> Vec<(String, Metadata)> {
        let mut children = self.store.children(folder).unwrap_or_else(|| {
            self.unreadable.push(folder.to_owned());
            Vec::new()
        });
        children.reverse();
        children
    }
}

impl Listing {
    pub(super) fn new(store: &Store, ignore: Option<&IgnoreFile>) -> Self {
        let mut listing = Self::default();
        let mut walk = Walk { store, ignore, budget: MAX_ENTRIES, unreadable: Vec::new() };
        let end = walk.run("", |path, metadata| {
            let entry = Entry { path: path.to_owned(), metadata };
            let version_control = metadata.is_folder() && VERSION_CONTROL.contains(&entry.name());
            if version_control {
                listing.version_control.push(path.to_owned());
            }
            listing.entries.push(entry);
            ControlFlow::Continue(!version_control)
        });
        listing.truncated = end.is_none();
        listing.unreadable = walk.unreadable;
        listing
    }

    pub(super) fn totals(&self, store: &Store, ignore: Option<&IgnoreFile>) -> Totals {
        let mut totals = Totals { truncated: self.truncated, ..Totals::default() };
        let mut folders: BTreeMap<String, Share> = BTreeMap::new();
        let mut count = |path: &str, metadata: Metadata| {
            if metadata.kind == Kind::File {
                totals.files += 1;
                totals.bytes += metadata.size;
                add(&mut folders, path, metadata.size);
            }
        };
        for entry in &self.entries {
            count(&entry.path, entry.metadata);
        }
        let mut budget = MAX_ENTRIES.saturating_sub(self.entries.len());
        let mut complete = true;
        for folder in &self.version_control {
            let mut walk = Walk { store, ignore, budget, unreadable: Vec::new() };
            complete &= walk
                .run(folder, |path, metadata| {
                    count(path, metadata);
                    ControlFlow::Continue(true)
                })
                .is_some();
            budget = walk.budget;
        }
        totals.truncated |= !complete;
        totals.largest = largest(&folders);
        totals
    }
}

/// How deep below the root places are told apart.
const DEPTH: usize = 3;

/// Adds a file to the folders above it, and to itself at the root.
fn add(folders: &mut BTreeMap<String, Share>, path: &str, bytes: u64) {
    let mut ends: Vec<usize> = path.match_indices('/').map(|(at, _)| at).take(DEPTH).collect();
    if ends.is_empty() {
        ends.push(path.len());
    }
    for end in ends {
        let place = &path[..end];
        if !folders.contains_key(place) {
            folders.insert(place.to_owned(), Share { path: place.to_owned(), ..Share::default() });
        }
        if let Some(share) = folders.get_mut(place) {
            share.files += 1;
            share.bytes += bytes;
        }
    }
}

fn largest(folders: &BTreeMap<String, Share>) -> Vec<Share> {
    let mut top: Vec<&Share> = folders.values().filter(|share| !share.path.contains('/')).collect();
    top.sort_by_key(|share| std::cmp::Reverse(share.bytes));
    top.truncate(LARGEST);
    top.retain(|share| share.bytes > 0);
    top.into_iter().map(|share| narrowed(folders, share).clone()).collect()
}

/// The place that holds nearly all of what `share` holds.
fn narrowed<'a>(folders: &'a BTreeMap<String, Share>, mut share: &'a Share) -> &'a Share {
    for _ in 1..DEPTH {
        let inside = format!("{}/", share.path);
        let children = folders.range(inside.clone()..).take_while(|(path, _)| path.starts_with(&inside));
        let largest = children
            .map(|(_, child)| child)
            .filter(|child| !child.path[inside.len()..].contains('/'))
            .max_by_key(|child| child.bytes);
        match largest {
            Some(child) if child.bytes / 9 >= share.bytes / 10 => share = child,
            _ => break,
        }
    }
    share
}
