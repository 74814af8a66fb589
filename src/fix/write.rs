//! A repaired file takes the place of the old one at once or not at all.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use crate::source::Source;

/// Why a repaired file was not written; the old one is as it was.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum WriteError {
    #[error("not repaired: the file is read-only")]
    ReadOnly,
    #[error("not repaired: the file has changed in the meantime")]
    Changed,
    #[error("not repaired: {0}")]
    Io(#[from] io::Error),
}

/// Writes a repaired file in place of `before`; `None` where it is new. Permissions stay, and a symbolic link stays a link: what it
/// leads to is replaced.
pub fn write(before: Option<&Source>, after: &Source) -> Result<(), WriteError> {
    let Some(before) = before else {
        let mut file = fs::OpenOptions::new().write(true).create_new(true).open(after.path())?;
        return Ok(file.write_all(after.bytes())?);
    };
    let path = fs::canonicalize(after.path())?;
    let permissions = fs::metadata(&path)?.permissions();
    if permissions.readonly() {
        return Err(WriteError::ReadOnly);
    }
    if fs::read(&path)? != before.bytes() {
        return Err(WriteError::Changed);
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".lotse-").tempfile_in(folder)?;
    file.write_all(after.bytes())?;
    file.as_file().set_permissions(permissions)?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}
