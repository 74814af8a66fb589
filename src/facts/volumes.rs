//! The volumes that a stage has declared so far.

use std::collections::HashMap;

use super::paths::normalise;
use super::site::Site;
use super::writes::Written;
use crate::dockerfile::Text;
use crate::source::Span;

/// Folders whose content a VOLUME takes out of the image.
#[derive(Debug, Default)]
pub struct Volumes {
    by_path: HashMap<String, Span>,
}

impl Volumes {
    /// Adds a path of VOLUME; one that is not known, and `/`, do not count.
    pub fn add(&mut self, word: &Text, site: &Site<'_>) {
        let path = site.path(&word.value, Some("/"));
        let path = path.map(|path| if path.starts_with('/') { normalise(&path, "/") } else { path });
        if let Some(path) = path.filter(|path| path != "/") {
            self.by_path.entry(path).or_insert(word.span);
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_path.is_empty()
    }

    /// The volume that something is written to, and where it is declared.
    pub fn hit<'w>(&self, written: &'w Written) -> Option<(&'w str, Span)> {
        let mut path = Some(written.path.as_str());
        while let Some(at) = path.filter(|path| !path.is_empty()) {
            if let Some(volume) = self.by_path.get(at) {
                return Some((at, *volume));
            }
            path = at.rfind('/').map(|slash| &at[..slash]);
        }
        None
    }
}
