//! Where the files of a context come from: a folder on disk, or memory.

use std::collections::BTreeMap;

use super::disk::Disk;
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
    /// Below a folder on disk.
    Disk(Disk),
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

    /// Whether the root is a folder that can be read.
    pub(super) fn is_known(&self) -> bool {
        match self {
            Self::Disk(disk) => disk.is_folder(),
            Self::Memory { .. } => true,
        }
    }

    /// What is at `path`, a clean one. A link is followed as long as it stays in the context, and stands for itself
    /// where it does not.
    pub(super) fn metadata(&self, path: &str) -> Option<Metadata> {
        match self {
            Self::Disk(disk) => disk.metadata(path),
            Self::Memory { folders, .. } if folders.contains_key(path) => {
                Some(Metadata { kind: Kind::Folder, size: 0, executable: true })
            }
            Self::Memory { folders, .. } => {
                let (folder, name) = path::split(path);
                folders.get(folder)?.get(name).copied()
            }
        }
    }

    /// Whether there is anything at `path`, a clean one.
    pub(super) fn exists(&self, path: &str) -> bool {
        match self {
            Self::Disk(disk) => disk.exists(path),
            Self::Memory { .. } => self.metadata(path).is_some(),
        }
    }

    /// The bytes of the file at `path`, a clean one, if it has at most `limit`.
    pub(super) fn read(&self, path: &str, limit: u64) -> Option<Vec<u8>> {
        match self {
            Self::Disk(disk) => disk.read(path, limit),
            Self::Memory { contents, .. } => contents.get(path).filter(|bytes| bytes.len() as u64 <= limit).cloned(),
        }
    }

    /// The names in a folder, in byte order. `None` where it cannot be read.
    pub(super) fn names(&self, folder: &str) -> Option<Vec<String>> {
        match self {
            Self::Disk(disk) => disk.names_in(folder),
            Self::Memory { folders, .. } => Some(folders.get(folder)?.keys().cloned().collect()),
        }
    }

    /// The entries of a folder by name; links stand for themselves. `None` where it cannot be read.
    pub(super) fn children(&self, folder: &str) -> Option<Vec<(String, Metadata)>> {
        match self {
            Self::Disk(disk) => disk.children(folder),
            Self::Memory { folders, .. } => {
                Some(folders.get(folder)?.iter().map(|(name, metadata)| (name.clone(), *metadata)).collect())
            }
        }
    }
}
