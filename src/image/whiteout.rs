//! What the names of a layer's entries mean beside themselves: that something of the layers below is gone.

use super::tree::{parts, split};

const PREFIX: &[u8] = b".wh.";
/// What AUFS keeps for itself begins so; only the opaque marker of those means something.
const OWN: &[u8] = b".wh..wh.";
const OPAQUE: &[u8] = b".wh..wh..opq";

/// What an entry stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning<'a> {
    /// Itself.
    Entry,
    /// The path, with all below it, is gone from the layers below.
    Removed(Vec<u8>),
    /// All below this folder is gone from the layers below.
    Opaque(&'a [u8]),
    /// Nothing: bookkeeping of a storage driver, or a marker without a name.
    Nothing,
}

/// What an entry with this path stands for: whiteouts are known by their names alone, as extractors know them.
pub fn meaning(path: &[u8]) -> Meaning<'_> {
    let (folder, name) = split(path);
    if parts(folder).any(|part| part.starts_with(OWN)) {
        return Meaning::Nothing;
    }
    if name == OPAQUE {
        return Meaning::Opaque(folder);
    }
    match name.strip_prefix(PREFIX) {
        None => Meaning::Entry,
        Some(b"" | b"." | b"..") => Meaning::Nothing,
        Some(_) if name.starts_with(OWN) => Meaning::Nothing,
        Some(gone) if folder.is_empty() => Meaning::Removed(gone.to_vec()),
        Some(gone) => Meaning::Removed([folder, b"/", gone].concat()),
    }
}
