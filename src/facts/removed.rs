//! Packages that RUNs remove again.

use foldhash::HashSet;

use super::deeds::{Package, PackageAction};
use super::run::RunFacts;
use crate::knowledge::package_managers::Verb;

/// What some RUNs remove.
#[derive(Debug)]
pub struct RemovedPackages<'a> {
    /// Names of packages and of groups of them.
    names: HashSet<&'a str>,
    /// They remove what a variable names, or what they have marked before.
    unknown: bool,
}

impl<'a> RemovedPackages<'a> {
    /// Collects them.
    pub fn of(runs: impl IntoIterator<Item = &'a RunFacts>) -> Self {
        let mut removed = Self { names: HashSet::default(), unknown: false };
        for run in runs {
            for package in run.packages().filter(|action| action.verb == Verb::Remove).flat_map(|it| &it.packages) {
                removed.names.insert(&package.name);
                removed.unknown |= package.variable;
            }
            // Who marks packages removes those without a mark.
            removed.unknown |= run.calls("apt-mark");
        }
        removed
    }

    /// Whether something is removed that has no name in the text.
    pub fn is_unknown(&self) -> bool {
        self.unknown
    }

    /// Whether a package or group of that name is removed.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether a package that a call installs is removed by its name or with its group.
    pub fn takes(&self, action: &PackageAction, package: &Package) -> bool {
        self.has(&package.name) || action.group().is_some_and(|group| self.has(group))
    }
}
