//! The names of an archive and what stands under each, links among them followed.

use std::collections::HashMap;

use super::names::{link_target, normal};
use super::problems::{Problems, shown};
use super::tar::{Member, Type};

/// What stands under a name.
enum Slot<T> {
    Here(T),
    /// Another name of the archive.
    Link(Vec<u8>),
}

/// The names of an archive.
pub(super) struct Shelf<T> {
    slots: HashMap<Vec<u8>, Slot<T>>,
    hops: usize,
}

/// Why nothing is found under a name.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    Missing,
    /// In words that follow a name.
    Bad(String),
}

impl<T> Shelf<T> {
    pub(super) fn new(hops: usize) -> Self {
        Self { slots: HashMap::new(), hops }
    }

    /// Puts an entry under its name; the last one of a name wins, as for those who unpack.
    pub(super) fn put(&mut self, member: &Member, thing: T, problems: &mut Problems) {
        let path = match normal(&member.path) {
            Ok(name) => name.path,
            Err(reason) => {
                problems.odd(format!("`{}` in the archive {reason} and is left out", shown(&member.path)));
                return;
            }
        };
        let slot = match member.kind {
            Type::File => Slot::Here(thing),
            Type::Symlink => match link_target(&path, &member.link) {
                Some(target) => Slot::Link(target),
                None => return,
            },
            Type::Hardlink => match normal(&member.link) {
                Ok(target) => Slot::Link(target.path),
                Err(_) => return,
            },
            Type::Directory | Type::Special => return,
        };
        let name = shown(&path);
        if self.slots.insert(path, slot).is_some() {
            problems.odd(format!("`{name}` stands in the archive more than once"));
        }
    }

    /// What stands under a name.
    pub(super) fn find(&self, name: &[u8]) -> Result<&T, Trouble> {
        let mut name = normal(name).map_err(|reason| Trouble::Bad(reason.to_owned()))?.path;
        for _ in 0..=self.hops {
            match self.slots.get(&name) {
                None => return Err(Trouble::Missing),
                Some(Slot::Here(thing)) => return Ok(thing),
                Some(Slot::Link(target)) => name.clone_from(target),
            }
        }
        Err(Trouble::Bad(format!("leads through more than {} links", self.hops)))
    }
}
