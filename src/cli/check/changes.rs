//! What repairs change: shown as a diff, or written.

use std::collections::BTreeMap;
use std::fmt::{Display, Write as _};
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use similar::TextDiff;

use crate::cli::{FINDINGS, GOOD, print, say};
use crate::fix::{self, Repaired, TakenBack};
use crate::report::escaped;
use crate::source::Source;

/// The changes of all files.
#[derive(Default)]
pub(super) struct Changes {
    /// By path, what was there and what is to be.
    files: BTreeMap<PathBuf, (Option<Arc<Source>>, Arc<Source>)>,
    /// How many repairs were made.
    made: usize,
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
        for (path, text) in repaired.texts {
            let before = repaired.before.get(&path).cloned();
            // Several Dockerfiles may start one script; each finds the same to repair in it.
            self.files.entry(path).or_insert((before, text));
        }
    }

    /// Prints the changes as a unified diff: byte by byte for `patch`, but nothing that moves the cursor on a terminal. The exit
    /// status says whether there are any.
    pub(super) fn show(&self, color: bool) -> u8 {
        let terminal = io::stdout().is_terminal();
        let mut out = String::new();
        for (path, (before, after)) in &self.files {
            let old = before.as_ref().map_or("", |before| before.text());
            let name = path.display().to_string();
            let from = if before.is_some() { &name } else { "/dev/null" };
            let diff = TextDiff::from_lines(old, after.text());
            let text = diff.unified_diff().header(from, &name).to_string();
            for line in text.split_inclusive('\n') {
                let line = line.strip_suffix('\n').unwrap_or(line);
                let line = if terminal { escaped(line) } else { line.into() };
                let _ = writeln!(out, "{}", painted(&line, color));
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

/// A line of a diff in the colours that `git diff` has.
fn painted(line: &str, color: bool) -> String {
    let code = match line.as_bytes() {
        _ if !color => return line.to_owned(),
        [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => "1",
        [b'@', b'@', ..] => "36",
        [b'-', ..] => "31",
        [b'+', ..] => "32",
        _ => return line.to_owned(),
    };
    format!("\u{1b}[{code}m{line}\u{1b}[0m")
}
