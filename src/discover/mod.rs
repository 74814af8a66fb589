//! Finds and reads the user's files: Dockerfiles below the given paths, and the configuration that governs them. Nothing
//! here knows what stands in a file.

mod names;
mod walk;

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

pub use names::is_dockerfile;
pub use walk::{Found, find};

use crate::source::{MAX_BYTES, Source};

/// The name of the configuration file.
pub const CONFIG: &str = "lotse.toml";

/// The names of hadolint's configuration file.
pub const HADOLINT: &[&str] = &[".hadolint.yaml", ".hadolint.yml"];

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ReadError {
    #[error("{0}")]
    Io(#[from] io::Error),
    #[error("a folder, not a file")]
    Folder,
    #[error("a binary file, not a Dockerfile")]
    Binary,
    #[error("text in UTF-16; Docker reads UTF-8 only, so save it as UTF-8")]
    Utf16,
    #[error("larger than {} MiB", MAX_BYTES >> 20)]
    TooLarge,
}

/// Reads a file whole.
pub fn read(path: &Path) -> Result<Source, ReadError> {
    // Some systems open a folder and some refuse to.
    let file = File::open(path).map_err(|error| if path.is_dir() { ReadError::Folder } else { error.into() })?;
    let metadata = file.metadata()?;
    if metadata.is_dir() {
        return Err(ReadError::Folder);
    }
    let size = usize::try_from(metadata.len()).unwrap_or(MAX_BYTES).min(MAX_BYTES);
    read_from(file, size, path)
}

/// Reads standard input, to be shown as `path`.
pub fn read_stdin(path: &Path) -> Result<Source, ReadError> {
    read_from(io::stdin().lock(), 0, path)
}

/// Reads what has about `size` bytes.
fn read_from(reader: impl Read, size: usize, path: &Path) -> Result<Source, ReadError> {
    /// As far as git looks for a NUL byte before it calls a file binary.
    const LOOKED_AT: usize = 8000;
    // One byte more, so that the end is met without growing.
    let mut bytes = Vec::with_capacity(size + 1);
    reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > MAX_BYTES {
        return Err(ReadError::TooLarge);
    }
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(ReadError::Utf16);
    }
    if memchr::memchr(0, &bytes[..bytes.len().min(LOOKED_AT)]).is_some() {
        return Err(ReadError::Binary);
    }
    Ok(Source::from_bytes(path, bytes))
}

/// The configuration file nearest to `folder`, in it or above it; where there is none, hadolint's.
pub fn find_config(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    let nearest = |names: &[&str]| {
        let paths = folder.ancestors().flat_map(|folder| names.iter().map(|name| folder.join(name)));
        paths.into_iter().find(|path| path.is_file())
    };
    nearest(&[CONFIG]).or_else(|| nearest(HADOLINT))
}
