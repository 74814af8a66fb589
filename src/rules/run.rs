//! Asks the rules: which check sees what.

use super::{Check, File, Findings, Rule};
use crate::diagnostic::Diagnostic;

/// What the selected rules find in a Dockerfile, in no particular order.
pub fn run(file: &File<'_>, selected: &[&'static Rule]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for rule in selected.iter().copied() {
        let mut findings = Findings::new(rule);
        for check in rule.checks {
            if let Check::File(check) = check {
                check(file, &mut findings);
            }
        }
        found.append(&mut findings.into_vec());
    }
    found
}
