//! What the earlier instructions of a stage brought into its layers, and what a later one takes away again.

use foldhash::HashMap;

use super::caches::leftovers;
use super::deeds::PackageAction;
use super::run::RunFacts;
use super::site::Site;
use super::writes::{Writes, writes_of_copy};
use crate::dockerfile::{Instruction, Kind};
use crate::knowledge::package_managers::Verb;
use crate::source::Span;

/// Files and packages that instructions brought so far.
#[derive(Debug, Default)]
pub struct Brought {
    writes: Writes,
    /// Installed packages, and the names of groups of them.
    packages: HashMap<Box<str>, Span>,
}

impl Brought {
    /// Adds what an instruction brings; `run` is what it does if it is a RUN.
    pub fn add(&mut self, instruction: &Instruction, run: Option<&RunFacts>, site: &Site<'_>) {
        if let Kind::Copy(transfer) | Kind::Add(transfer) = &instruction.kind {
            for written in writes_of_copy(transfer, site) {
                self.writes.add(&written.path, written.span);
            }
        }
        let Some(run) = run else { return };
        for written in run.writes(site).iter().filter(|written| written.made) {
            self.writes.add(&written.path, written.span);
        }
        for left in leftovers(run, site) {
            for cache in left.action.manager.caches {
                self.writes.add(cache, left.action.verb_span);
            }
        }
        for action in run.packages().filter(|action| action.verb == Verb::Install) {
            let group = action.flag_value(&["-t", "--virtual"]);
            for name in action.packages.iter().map(|package| &*package.name).chain(group) {
                self.packages.entry(name.into()).or_insert(action.verb_span);
            }
        }
    }

    /// Something that a RUN takes away, and where it came from. Paths for which `skip` holds do not count.
    pub fn taken_by(&self, run: &RunFacts, site: &Site<'_>, skip: impl Fn(&str) -> bool) -> Option<(Span, Span)> {
        for piece in &run.pieces {
            for (text, span) in piece.deeds.removals.iter().flat_map(|removal| &removal.paths) {
                let path = site.path(text, site.directory());
                let path = path.filter(|path| !site.is_mounted(path) && !skip(path));
                if let Some(older) = path.and_then(|path| self.writes.hit(&path)) {
                    return Some((*span, older));
                }
            }
            for action in &piece.deeds.packages {
                if let Some(older) = self.undone_by(action) {
                    return Some((action.verb_span, older));
                }
            }
        }
        None
    }

    fn undone_by(&self, action: &PackageAction) -> Option<Span> {
        match action.verb {
            Verb::Remove => action.packages.iter().find_map(|package| self.packages.get(&package.name).copied()),
            Verb::Clean => action.manager.caches.iter().find_map(|cache| self.writes.hit(cache)),
            _ => None,
        }
    }
}
