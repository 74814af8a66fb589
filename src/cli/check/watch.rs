//! `--watch`: lints again when a file changes.
//!
//! The files are looked at a few times a second rather than left to the system's notices, which not every file system sends
//! and of which folders need one each.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, SystemTime};

use super::options::Arguments;
use crate::cli::{GOOD, say};
use crate::discover::{self, CONFIG};
use crate::report::count;

/// Between two looks at the files.
const PAUSE: Duration = Duration::from_millis(300);
/// Looks at the files between two looks for new ones.
const LOOKS: u32 = 8;

/// When a file was changed and how long it is; `None` where there is none.
type Seen = Option<(SystemTime, u64)>;

fn look(path: &Path) -> Seen {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Lints, and again after each change, until the process is ended or standard output is closed.
pub(super) fn run(arguments: &Arguments) -> u8 {
    let mut files: BTreeMap<PathBuf, Seen> = BTreeMap::new();
    loop {
        // What changes while the files are linted is seen as well.
        for (path, seen) in &mut files {
            *seen = look(path);
        }
        let mut found = discover::find(&arguments.paths).files;
        if clear().is_err() {
            return GOOD;
        }
        let round = arguments.round();
        let watched = with_neighbours(&found, round.files);
        files = watched
            .into_iter()
            .map(|path| (path.clone(), files.remove(&path).unwrap_or_else(|| look(&path))))
            .collect();
        say(format_args!("watching {}; Ctrl+C ends", count(found.len(), "file")));
        for number in 1.. {
            thread::sleep(PAUSE);
            let is_new = number % LOOKS == 0 && {
                let now = discover::find(&arguments.paths).files;
                let differs = now != found;
                found = now;
                differs
            };
            if is_new || files.iter().any(|(path, seen)| look(path) != *seen) {
                break;
            }
        }
    }
}

/// The files that a report depends on: those that were read, and what would count if it were there.
fn with_neighbours(found: &[PathBuf], read: Vec<PathBuf>) -> BTreeSet<PathBuf> {
    let folders: BTreeSet<&Path> = found.iter().filter_map(|path| path.parent()).collect();
    let beside = folders.into_iter().flat_map(|folder| [folder.join(CONFIG), folder.join(".dockerignore")]);
    beside.chain(found.iter().cloned()).chain(read).collect()
}

/// Clears a terminal; in a file the reports follow each other.
fn clear() -> io::Result<()> {
    let mut out = io::stdout().lock();
    if out.is_terminal() {
        out.write_all(b"\x1b[2J\x1b[3J\x1b[H")?;
    }
    out.flush()
}
