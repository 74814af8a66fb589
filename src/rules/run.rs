//! Asks the rules: which check sees what, and in which file its findings are.

use super::{Check, File, Findings, Rule};
use crate::diagnostic::Diagnostic;

/// The file that a finding is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The Dockerfile.
    Dockerfile,
    /// A script, by its number in [`crate::facts::Facts::scripts`].
    Script(usize),
    /// The context's ignore file.
    IgnoreFile,
}

/// What one rule found in one file.
#[derive(Debug)]
pub struct Found {
    /// The file.
    pub place: Place,
    /// The findings, in no particular order.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the given rules find in a Dockerfile and in the files that belong to it.
pub fn run(file: &File<'_>, rules: impl IntoIterator<Item = &'static Rule>) -> Vec<Found> {
    let mut found = Vec::new();
    for rule in rules {
        let mut findings = Findings::new(rule);
        for check in rule.checks {
            if let Check::File(check) = check {
                check(file, &mut findings);
            }
        }
        let diagnostics = findings.into_vec();
        found.push(Found { place: Place::Dockerfile, diagnostics });
    }
    found
}
