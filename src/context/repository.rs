//! The repository that a build context lies in.

use std::path::Path;

/// How many folders above the context are asked.
const MOST_FOLDERS: usize = 32;

/// Whether there is something at `path` below a folder around `root`, a path without links, up to the one that is the repository's.
pub(super) fn has_above(root: &Path, path: &str) -> bool {
    let top = root.ancestors().take(MOST_FOLDERS).position(|folder| folder.join(".git").exists());
    let around = root.ancestors().skip(1).take(top.unwrap_or(0));
    around.into_iter().any(|folder| folder.join(path).symlink_metadata().is_ok())
}
