//! The repository that a build context lies in.

use std::path::Path;

/// How many folders above the context are asked.
const MOST_FOLDERS: usize = 32;

/// Whether there is something at `path` below a folder around `root`, a path without links, up to the one that is the repository's.
pub(super) fn has_above(root: &Path, path: &str) -> bool {
    let Some(top) = top(root) else { return false };
    let mut around = root.ancestors().skip(1).take_while(|folder| folder.starts_with(top));
    around.any(|folder| folder.join(path).symlink_metadata().is_ok())
}

/// The folder of the repository that a path without links lies in.
pub(super) fn top(path: &Path) -> Option<&Path> {
    path.ancestors().take(MOST_FOLDERS).find(|folder| folder.join(".git").exists())
}
