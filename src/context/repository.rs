//! The repository that a build context lies in, as far as its settings say who publishes it.

use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How many folders above the context are asked.
const MOST_FOLDERS: usize = 32;

/// How much of the settings is read, in bytes.
const MOST: u64 = 1 << 16;

/// The text of the nearest `.git/config` in `root` or above it.
pub(super) fn settings(root: &Path) -> Option<String> {
    let root = std::fs::canonicalize(root).ok()?;
    let nearest =
        root.ancestors().take(MOST_FOLDERS).map(|folder| folder.join(".git/config")).find(|file| file.is_file())?;
    let mut text = String::new();
    File::open(nearest).ok()?.take(MOST).read_to_string(&mut text).ok()?;
    Some(text)
}
