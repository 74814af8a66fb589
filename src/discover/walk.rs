//! From paths, folders and patterns to the list of files.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use globset::{GlobBuilder, GlobMatcher};
use ignore::{DirEntry, WalkBuilder};

use super::names::{is_dockerfile, is_searched};

/// The files below some paths.
#[derive(Debug, Default)]
pub struct Found {
    /// The files, each once, in the order of their paths.
    pub files: Vec<PathBuf>,
    /// What could not be read, one message each: lotse could not do all of its job.
    pub problems: Vec<String>,
    /// Paths under which there was nothing to do.
    pub empty: Vec<PathBuf>,
}

/// Finds the files that some paths mean: files as given, folders searched for Dockerfiles, and patterns where no such
/// file exists.
pub fn find(paths: &[PathBuf]) -> Found {
    let mut found = Found::default();
    for path in paths {
        let before = found.files.len();
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                walk(path, &mut found, |entry| entry.file_name().to_str().is_some_and(is_dockerfile));
                if found.files.len() == before {
                    found.empty.push(path.clone());
                }
            }
            Ok(_) => found.files.push(path.clone()),
            Err(error) => match pattern(path) {
                Some((root, pattern)) => {
                    walk(&root, &mut found, |entry| pattern.is_match(plain(entry.path())));
                    if found.files.len() == before {
                        found.problems.push(format!("{}: no file matches", path.display()));
                    }
                }
                None => found.problems.push(format!("{}: {error}", path.display())),
            },
        }
    }
    found.files.sort();
    let mut seen = HashSet::new();
    let mut folders = HashMap::new();
    found.files.retain(|file| seen.insert(real(file, &mut folders)));
    found
}

/// The file's path without links. Many files lie in one folder, whose own path is asked for once.
fn real(file: &Path, folders: &mut HashMap<PathBuf, PathBuf>) -> PathBuf {
    let is_link = fs::symlink_metadata(file).is_ok_and(|metadata| metadata.is_symlink());
    let (Some(folder), Some(name), false) = (file.parent(), file.file_name(), is_link) else {
        return fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    };
    if let Some(real) = folders.get(folder) {
        return real.join(name);
    }
    let shown = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let real = fs::canonicalize(shown).unwrap_or_else(|_| folder.to_owned());
    let file = real.join(name);
    folders.insert(folder.to_owned(), real);
    file
}

/// Looks at every file below a folder that no ignore file excludes. Links to folders are not followed, so there are no
/// loops.
fn walk(root: &Path, found: &mut Found, wanted: impl Fn(&DirEntry) -> bool) {
    let entries = WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| {
            let folder = entry.file_type().is_some_and(|kind| kind.is_dir());
            !folder || entry.depth() == 0 || entry.file_name().to_str().is_none_or(is_searched)
        })
        .build();
    for entry in entries {
        match entry {
            Err(error) => found.problems.push(error.to_string()),
            Ok(entry) => {
                let kind = entry.file_type();
                let file = kind.is_some_and(|kind| !kind.is_dir());
                if !file || !wanted(&entry) {
                    continue;
                }
                let path = plain(entry.path());
                let link = kind.is_some_and(|kind| kind.is_symlink());
                match fs::metadata(entry.path()) {
                    Err(error) if link => {
                        found.problems.push(format!("{}: {error}", path.display()));
                    }
                    Ok(metadata) if !metadata.is_file() => {}
                    _ => found.files.push(path.to_owned()),
                }
            }
        }
    }
}

/// A path without a needless `./` in front.
fn plain(path: &Path) -> &Path {
    path.strip_prefix(".").unwrap_or(path)
}

/// The folder to search and the pattern, if the path is one.
fn pattern(path: &Path) -> Option<(PathBuf, GlobMatcher)> {
    let text = plain(path).to_str()?;
    let special = text.find(['*', '?', '[', '{'])?;
    let root = text[..special].rfind('/').map_or(".", |slash| &text[..=slash]);
    let glob = GlobBuilder::new(text).literal_separator(true).build().ok()?;
    Some((PathBuf::from(root), glob.compile_matcher()))
}
