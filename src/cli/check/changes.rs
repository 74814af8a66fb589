//! What repairs change: shown as a diff, or written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::cli::{FINDINGS, GOOD, diff, print, say};
use crate::diagnostic::Safety;
use crate::fix::{self, Repaired, TakenBack};
use crate::rules::{Rule, by_name};
use crate::source::Source;

/// The changes of all files.
#[derive(Default)]
pub(super) struct Changes {
    /// By path, what was there and what is to be.
    files: BTreeMap<PathBuf, (Option<Arc<Source>>, Arc<Source>)>,
    /// How many repairs were made.
    made: usize,
    /// The rules of those that are unsafe.
    unsafe_rules: BTreeSet<&'static str>,
}

impl Changes {
    /// Adds the changes of a Dockerfile and its files; says what went wrong.
    pub(super) fn add(&mut self, repaired: Repaired, dockerfile: &impl Display) {
        if let Some(TakenBack { rules, because }) = &repaired.taken_back {
            say(format_args!(
                "{dockerfile}: not repaired further, because the result would have {because}; that is a mistake of lotse: \
                 please report it with the file (rules: {})",
                rules.join(", ")
            ));
        }
        self.made += repaired.made.len();
        let not_safe = repaired.made.iter().filter(|(_, safety)| *safety == Safety::Unsafe);
        self.unsafe_rules.extend(not_safe.map(|(rule, _)| *rule));
        for (path, text) in repaired.texts {
            let before = repaired.before.get(&path).cloned();
            // Several Dockerfiles may start one script; each finds the same to repair in it.
            self.files.entry(path).or_insert((before, text));
        }
    }

    /// Prints the changes as a unified diff, and beside it why some are unsafe. The exit status says whether there are any.
    pub(super) fn show(&self, color: bool) -> u8 {
        let mut out = String::new();
        for (path, (before, after)) in &self.files {
            diff::add(path, before.as_deref(), after, color, &mut out);
        }
        for rule in &self.unsafe_rules {
            if let Some(reason) = by_name(rule).and_then(Rule::unsafe_because) {
                say(format_args!("unsafe: {rule}: {reason}"));
            }
        }
        let status = if self.files.is_empty() { GOOD } else { FINDINGS };
        status.max(print(&out))
    }

    /// Writes the changes, but not that of standard input. Whether all could be written.
    pub(super) fn write(&self, stdin: Option<&Path>) -> bool {
        let mut complete = true;
        let mut written = 0;
        for (path, (before, after)) in self.files.iter().filter(|(path, _)| stdin != Some(path)) {
            match fix::write(before.as_deref(), after) {
                Ok(()) => written += 1,
                Err(error) => {
                    say(format_args!("{}: {error}", path.display()));
                    complete = false;
                }
            }
        }
        if written > 0 {
            let plural = |number: usize| if number == 1 { "" } else { "s" };
            say(format_args!("made {} repair{} in {written} file{}", self.made, plural(self.made), plural(written)));
        }
        complete
    }
}
