//! Where the files of a context come from: a folder on disk, or memory. The only place that opens them.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use super::path;

/// What an entry of the context is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link.
    Link,
    /// A device, a socket or a named pipe; never opened.
    Other,
}

/// What is known about an entry without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Metadata {
    /// What it is.
    pub kind: Kind,
    /// Its size in bytes; 0 for all but files.
    pub size: u64,
    /// Whether anybody may execute it. Where the system keeps no such bit, Docker sets it for all files, and so it is true.
    pub executable: bool,
}

impl Metadata {
    /// Whether it is a folder.
    pub fn is_folder(self) -> bool {
        self.kind == Kind::Folder
    }

    /// Whether it is a regular file.
    pub fn is_file(self) -> bool {
        self.kind == Kind::File
    }
}

/// The files.
#[derive(Debug)]
pub(super) enum Store {
    /// Below this folder, whose path is canonical; `None` where there is no such folder.
    Disk(Option<PathBuf>),
    /// By folder, and in it by name.
    Memory { folders: BTreeMap<String, BTreeMap<String, Metadata>>, contents: BTreeMap<String, Vec<u8>> },
}

impl Store {
    pub(super) fn memory(files: impl Iterator<Item = (String, Vec<u8>, bool)>) -> Self {
        let mut folders = BTreeMap::from([(String::new(), BTreeMap::new())]);
        let mut contents = BTreeMap::new();
        for (file, bytes, executable) in files {
            let Some(file) = path::inside(&file).filter(|file| !file.is_empty()) else { continue };
            let mut metadata = Metadata { kind: Kind::File, size: bytes.len() as u64, executable };
            let mut rest = file.as_str();
            while !rest.is_empty() {
                let (folder, name) = path::split(rest);
                let known = folders.contains_key(folder);
                folders.entry(folder.to_owned()).or_default().insert(name.to_owned(), metadata);
                metadata = Metadata { kind: Kind::Folder, size: 0, executable: true };
                rest = if known { "" } else { folder };
            }
            contents.insert(file, bytes);
        }
        Self::Memory { folders, contents }
    }

    /// What is at `path`, a clean one. A link is followed as long as it stays in the context, and stands for itself
    /// where it does not.
    pub(super) fn metadata(&self, path: &str) -> Option<Metadata> {
        match self {
            Self::Disk(root) => {
                let root = root.as_ref()?;
                let own = root.join(path);
                let (folder, name) = path::split(path);
                // The folder first, so that a link above never makes anything outside be looked at.
                let folder = resolve(root, &root.join(folder))?;
                let entry = folder.join(name);
                let metadata = fs::symlink_metadata(&entry).ok()?;
                if metadata.is_symlink() {
                    let target = resolve(root, &own).and_then(|target| fs::symlink_metadata(target).ok());
                    return Some(describe(target.as_ref().unwrap_or(&metadata)));
                }
                Some(describe(&metadata))
            }
            Self::Memory { folders, .. } if folders.contains_key(path) => {
                Some(Metadata { kind: Kind::Folder, size: 0, executable: true })
            }
            Self::Memory { folders, .. } => {
                let (folder, name) = path::split(path);
                folders.get(folder)?.get(name).copied()
            }
        }
    }

    /// The bytes of the file at `path`, a clean one, if it has at most `limit`.
    pub(super) fn read(&self, path: &str, limit: u64) -> Option<Vec<u8>> {
        match self {
            Self::Disk(root) => read_file(&resolve(root.as_ref()?, &root.as_ref()?.join(path))?, limit),
            Self::Memory { contents, .. } => contents.get(path).filter(|bytes| bytes.len() as u64 <= limit).cloned(),
        }
    }

    /// The entries of a folder by name; links stand for themselves. `None` where it cannot be read.
    pub(super) fn children(&self, folder: &str) -> Option<Vec<(String, Metadata)>> {
        match self {
            Self::Disk(root) => {
                let root = root.as_ref()?;
                let mut children = Vec::new();
                for entry in fs::read_dir(resolve(root, &root.join(folder))?).ok()? {
                    let Ok(entry) = entry else { continue };
                    // An entry that is gone by now is no entry.
                    let Ok(metadata) = entry.metadata() else { continue };
                    children.push((entry.file_name().to_string_lossy().into_owned(), describe(&metadata)));
                }
                children.sort_unstable_by(|one, other| one.0.cmp(&other.0));
                Some(children)
            }
            Self::Memory { folders, .. } => {
                Some(folders.get(folder)?.iter().map(|(name, metadata)| (name.clone(), *metadata)).collect())
            }
        }
    }
}

/// Where `path` leads when all links are followed, unless that is outside of `root`, nowhere, or a circle.
///
/// Nearly always there is no link on the way, and a look at each part below the root says so; the whole way is only followed
/// where there is one.
pub(super) fn resolve(root: &Path, path: &Path) -> Option<PathBuf> {
    let followed = || fs::canonicalize(path).ok().filter(|real| real.starts_with(root));
    let Ok(below) = path.strip_prefix(root) else { return followed() };
    let mut part = root.to_path_buf();
    for component in below.components() {
        match component {
            Component::CurDir => {}
            Component::Normal(name) => {
                part.push(name);
                if fs::symlink_metadata(&part).ok()?.is_symlink() {
                    return followed();
                }
            }
            _ => return followed(),
        }
    }
    Some(part)
}

/// The bytes of a regular file, if it has at most `limit`.
pub(super) fn read_file(path: &Path, limit: u64) -> Option<Vec<u8>> {
    // Opening a named pipe would wait for a writer.
    if !fs::symlink_metadata(path).ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::new();
    fs::File::open(path).ok()?.take(limit + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= limit).then_some(bytes)
}

fn describe(metadata: &fs::Metadata) -> Metadata {
    let kind = match metadata.file_type() {
        kind if kind.is_file() => Kind::File,
        kind if kind.is_dir() => Kind::Folder,
        kind if kind.is_symlink() => Kind::Link,
        _ => Kind::Other,
    };
    let size = if kind == Kind::File { metadata.len() } else { 0 };
    Metadata { kind, size, executable: is_executable(metadata) }
}

#[cfg(unix)]
fn is_executable(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> bool {
    true
}
