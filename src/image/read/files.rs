//! Files and folders: the one place where images are opened.
//!
//! A folder with blobs is a border: links below it and whatever is no regular file are refused.

use std::fs;
use std::io;
use std::path::{Component, Path};

use super::shelf::Trouble;
use super::store::Reading;

/// A file that several may read at once, each at its own place.
pub(super) struct File(fs::File);

impl File {
    /// Opens it.
    pub(super) fn at(path: &Path) -> io::Result<Self> {
        fs::File::open(path).map(Self)
    }

    /// Its length, where it is a regular file: whatever else it is passes once.
    pub(super) fn length(&self) -> io::Result<Option<u64>> {
        let found = self.0.metadata()?;
        Ok(found.is_file().then_some(found.len()))
    }

    #[cfg(unix)]
    pub(super) fn read_at(&self, into: &mut [u8], at: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.0, into, at)
    }

    #[cfg(windows)]
    pub(super) fn read_at(&self, into: &mut [u8], at: u64) -> io::Result<usize> {
        std::os::windows::fs::FileExt::seek_read(&self.0, into, at)
    }
}

impl io::Read for File {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

/// Whether a path is that of a folder.
pub(super) fn is_folder(path: &Path) -> io::Result<bool> {
    Ok(fs::metadata(path)?.is_dir())
}

/// A folder with blobs.
pub(super) struct Folder<'a> {
    pub(super) root: &'a Path,
    pub(super) reading: Reading<'a>,
}

impl Folder<'_> {
    /// Opens a regular file below the folder, and says how long it is.
    pub(super) fn open(&self, name: &str) -> Result<(File, u64), Trouble> {
        let below = Path::new(name);
        if name.is_empty() || below.components().any(|part| !matches!(part, Component::Normal(_))) {
            return Err(Trouble::Bad("has a name that leads out of the folder".to_owned()));
        }
        let mut path = self.root.to_owned();
        let mut last = None;
        for part in below.components() {
            path.push(part);
            let found = fs::symlink_metadata(&path).map_err(|error| trouble(&error))?;
            if found.is_symlink() {
                return Err(Trouble::Bad("is a symbolic link, which is not followed".to_owned()));
            }
            last = Some(found);
        }
        let found = last.filter(fs::Metadata::is_file);
        let found = found.ok_or_else(|| Trouble::Bad("is no regular file".to_owned()))?;
        let file = File::at(&path).map_err(|error| trouble(&error))?;
        let opened = file.0.metadata().map_err(|error| trouble(&error))?;
        if !is_same(&found, &opened) {
            return Err(Trouble::Bad("was replaced while it was opened".to_owned()));
        }
        Ok((file, opened.len()))
    }
}

fn trouble(error: &io::Error) -> Trouble {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => Trouble::Missing,
        _ => Trouble::Bad(format!("cannot be read: {error}")),
    }
}

#[cfg(unix)]
fn is_same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    one.len() == other.len()
}
