//! The repository that a build context lies in, as far as its settings say who publishes it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How many folders above the context are asked.
const MOST_FOLDERS: usize = 32;

/// How much of the settings is read, in bytes.
const MOST: u64 = 1 << 16;

/// Whether there is something at `path` below a folder around `root`, a path without links, up to the one that is the repository's.
pub(super) fn has_above(root: &Path, path: &str) -> bool {
    let top = root.ancestors().take(MOST_FOLDERS).position(|folder| folder.join(".git").exists());
    let around = root.ancestors().skip(1).take(top.unwrap_or(0));
    around.into_iter().any(|folder| folder.join(path).symlink_metadata().is_ok())
}

/// The text of the nearest `.git/config` in `root`, a path without links, or above it.
pub(super) fn settings(root: &Path) -> Option<String> {
    let nearest =
        root.ancestors().take(MOST_FOLDERS).map(|folder| folder.join(".git/config")).find(|file| file.is_file())?;
    let mut text = String::new();
    File::open(nearest).ok()?.take(MOST).read_to_string(&mut text).ok()?;
    Some(text)
}
