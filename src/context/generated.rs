//! .gitignore, as far as it says that a file is made by a tool and kept in no checkout.

use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::GitignoreBuilder;

/// How many folders above a file are asked.
const MOST_FOLDERS: usize = 32;

/// Whether the .gitignore files around `path` leave it out, or a folder that it lies in. The nearest that says anything decides; none above
/// the repository's root is read.
pub(super) fn is_generated(root: &Path, path: &str) -> bool {
    let Ok(root) = std::fs::canonicalize(root) else { return false };
    let file = root.join(path);
    let mut folders: Vec<PathBuf> = Vec::new();
    for folder in file.ancestors().skip(1).take(MOST_FOLDERS) {
        folders.push(folder.to_owned());
        if folder.join(".git").exists() {
            break;
        }
    }
    let decision = folders.iter().find_map(|folder| says(folder, &file));
    decision == Some(true)
}

/// What the .gitignore of one folder says of a file below it: left out, kept, or nothing.
fn says(folder: &Path, file: &Path) -> Option<bool> {
    let rules = folder.join(".gitignore");
    if !rules.is_file() {
        return None;
    }
    let mut builder = GitignoreBuilder::new(folder);
    // A line that cannot be read says nothing.
    let _unread = builder.add(rules);
    let rules = builder.build().ok()?;
    let inside = file.strip_prefix(folder).ok()?;
    // What is missing may have been a file or a folder.
    [true, false].into_iter().find_map(|is_folder| match rules.matched_path_or_any_parents(inside, is_folder) {
        Match::Ignore(_) => Some(true),
        Match::Whitelist(_) => Some(false),
        Match::None => None,
    })
}
