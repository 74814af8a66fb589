//! From paths, folders and patterns to the list of files.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::fs::{self, Metadata};
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
    let mut files = Vec::new();
    for path in paths {
        let before = files.len();
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => {
                let is_meant = |entry: &DirEntry| entry.file_name().to_str().is_some_and(is_dockerfile);
                walk(path, &mut files, &mut found.problems, is_meant);
                if files.len() == before {
                    found.empty.push(path.clone());
                }
            }
            Ok(metadata) => files.push((path.clone(), identity(&metadata))),
            Err(error) => match pattern(path) {
                Some((root, pattern)) => {
                    let is_meant = |entry: &DirEntry| pattern.is_match(plain(entry.path()));
                    walk(&root, &mut files, &mut found.problems, is_meant);
                    if files.len() == before {
                        found.problems.push(format!("{}: no file matches", path.display()));
                    }
                }
                None => found.problems.push(format!("{}: {error}", path.display())),
            },
        }
    }
    files.sort();
    found.files = once(files);
    found
}

/// The first path to each file. Only paths to what seems to be the same file are asked where they really lead.
fn once(files: Vec<(PathBuf, Identity)>) -> Vec<PathBuf> {
    let mut firsts = HashMap::new();
    let mut known = HashSet::new();
    let mut paths: Vec<PathBuf> = Vec::with_capacity(files.len());
    for (path, identity) in files {
        let is_new = match firsts.entry(identity) {
            Entry::Vacant(entry) => {
                entry.insert(paths.len());
                true
            }
            Entry::Occupied(entry) => {
                known.insert(real(&paths[*entry.get()]));
                known.insert(real(&path))
            }
        };
        if is_new {
            paths.push(path);
        }
    }
    paths
}

fn real(file: &Path) -> PathBuf {
    fs::canonicalize(file).unwrap_or_else(|_| file.to_owned())
}

/// What all paths to a file have in common, and hard links to it as well: its device and number, where the system tells.
type Identity = Option<(u64, u64)>;

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems do not tell")]
fn identity(file: &Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt;
    Some((file.dev(), file.ino()))
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Identity {
    None
}

/// Looks at every file below a folder that no ignore file excludes. Links to folders are not followed, so there are no
/// loops.
fn walk(
    root: &Path,
    files: &mut Vec<(PathBuf, Identity)>,
    problems: &mut Vec<String>,
    wanted: impl Fn(&DirEntry) -> bool,
) {
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
            Err(error) => problems.push(error.to_string()),
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
                        problems.push(format!("{}: {error}", path.display()));
                    }
                    Ok(metadata) if !metadata.is_file() => {}
                    Ok(metadata) => files.push((path.to_owned(), identity(&metadata))),
                    Err(_) => files.push((path.to_owned(), None)),
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
