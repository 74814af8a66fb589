//! A layer: the entries of its archive, in order, with what is needed of their content.

use std::sync::Arc;

use super::Problem;

/// One layer of an image.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// `sha256:…` of the layer as it is stored, maybe compressed; empty where the archive does not say.
    pub digest: String,
    /// `sha256:…` of its uncompressed archive, as the configuration has it; empty where it does not say.
    pub diff_id: String,
    /// Whether the content was compared with [`Self::diff_id`] and is the same.
    pub is_verified: bool,
    /// Bytes as stored.
    pub stored: u64,
    /// Bytes of the uncompressed archive.
    pub unpacked: u64,
    /// The entries as they stand in the archive, whiteouts and entries of the same path included. Images of one input that have a
    /// layer in common share them.
    pub entries: Arc<Vec<Entry>>,
    /// What was wrong with it.
    pub problems: Vec<Problem>,
}

/// One entry of a layer's archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where, from the root of the image, without a slash at either end, `.` and empty parts taken out: `usr/bin/env`. Bytes, not
    /// always UTF-8. The root itself is empty.
    pub path: Arc<[u8]>,
    /// What it is.
    pub kind: Kind,
    /// Permissions with setuid, setgid and sticky bits: `0o4755`.
    pub mode: u16,
    /// Owner.
    pub uid: u32,
    /// Group.
    pub gid: u32,
    /// Bytes of its content; 0 for all but regular files.
    pub size: u64,
    /// Seconds since 1970.
    pub mtime: i64,
    /// A hash of the content, for asking whether two files of one run are equal; `None` where the content was not read.
    pub content_hash: Option<u128>,
    /// Whether it has capabilities of its own (`security.capability`).
    pub has_capabilities: bool,
    /// The content from its beginning, where it was kept: shorter than [`Self::size`] where only the beginning was.
    pub body: Option<Arc<[u8]>>,
}

/// What an entry is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file. Whiteouts are regular files as well: their meaning is the replay's business.
    File,
    /// A directory.
    Directory,
    /// A symbolic link, with its target as it stands there.
    Symlink(Arc<[u8]>),
    /// Another name of a file: the path of that file, written as [`Entry::path`] is.
    Hardlink(Arc<[u8]>),
    /// A device, a FIFO or a socket: never opened.
    Special,
}
