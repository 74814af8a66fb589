//! A context on disk. Each folder that a question touches is read once, so that asking for files that are not there costs
//! nothing more; no link is followed out of the context.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use foldhash::HashMap;

use super::path;
use super::store::{Kind, Metadata};

/// A folder and what is known of it so far.
#[derive(Debug)]
pub(super) struct Disk {
    /// As it was given; `.` for the current folder.
    root: PathBuf,
    /// Without links, found out at the first question.
    real_root: OnceLock<Option<PathBuf>>,
    folders: Mutex<HashMap<String, Option<Arc<Names>>>>,
}

/// The names in a folder and what they are.
#[derive(Debug)]
enum Names {
    All(BTreeMap<String, Kind>),
    /// More than are kept: each is looked up when it is asked for.
    TooMany,
}

/// How many names of one folder are kept.
const MOST_NAMES: usize = 10_000;

impl Disk {
    pub(super) fn new(root: PathBuf) -> Self {
        Self { root, real_root: OnceLock::new(), folders: Mutex::default() }
    }

    /// The root.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The root as a path without links; `None` where there is no such folder.
    pub(super) fn real_root(&self) -> Option<&Path> {
        self.real_root.get_or_init(|| fs::canonicalize(&self.root).ok()).as_deref()
    }

    /// Whether the root is a folder that can be read.
    pub(super) fn is_folder(&self) -> bool {
        self.names("").is_some()
    }

    /// What is at `path`, a clean one. A link is followed as long as it stays in the context, and stands for itself where it
    /// does not.
    pub(super) fn metadata(&self, path: &str) -> Option<Metadata> {
        let (real, kind) = self.locate(path)?;
        match kind {
            Kind::Folder => Some(Metadata { kind, size: 0, executable: true }),
            _ => fs::symlink_metadata(real).ok().as_ref().map(describe),
        }
    }

    /// Whether there is anything at `path`, a clean one.
    pub(super) fn exists(&self, path: &str) -> bool {
        self.locate(path).is_some()
    }

    /// The bytes of the file at `path`, a clean one, if it has at most `limit`.
    pub(super) fn read(&self, path: &str, limit: u64) -> Option<Vec<u8>> {
        match self.locate(path)? {
            (real, Kind::File) => read_file(&real, limit),
            _ => None,
        }
    }

    /// The names in a folder, in byte order; `None` where it cannot be read.
    pub(super) fn names_in(&self, folder: &str) -> Option<Vec<String>> {
        Some(self.kinds_in(folder)?.1.into_keys().collect())
    }

    /// The entries of a folder by name; links stand for themselves. `None` where it cannot be read.
    pub(super) fn children(&self, folder: &str) -> Option<Vec<(String, Metadata)>> {
        let (real, kinds) = self.kinds_in(folder)?;
        let metadata = |name: &str, kind: Kind| match kind {
            Kind::Folder => Some(Metadata { kind, size: 0, executable: true }),
            // A name that is no text cannot be asked for; any other that is gone by now is no entry.
            _ if name.contains(char::REPLACEMENT_CHARACTER) => Some(Metadata { kind, size: 0, executable: false }),
            _ => fs::symlink_metadata(real.join(name)).ok().as_ref().map(describe),
        };
        let entries = kinds.into_iter().filter_map(|(name, kind)| {
            let metadata = metadata(&name, kind)?;
            Some((name, metadata))
        });
        Some(entries.collect())
    }

    /// Where a folder is, and the names in it with what they are.
    fn kinds_in(&self, folder: &str) -> Option<(PathBuf, BTreeMap<String, Kind>)> {
        let (real, _) = self.locate(folder).filter(|(_, kind)| *kind == Kind::Folder)?;
        let kinds = match &*self.names(folder)? {
            Names::All(kinds) => kinds.clone(),
            Names::TooMany => entries(&real)?.collect(),
        };
        Some((real, kinds))
    }

    /// Where `path` is and what: behind links where there are some, as a link where they lead out of the context.
    fn locate(&self, path: &str) -> Option<(PathBuf, Kind)> {
        let real = self.root.join(path);
        if path.is_empty() {
            return self.is_folder().then_some((real, Kind::Folder));
        }
        let mut kind = Kind::Folder;
        for end in path::ends(path) {
            let (folder, name) = path::split(&path[..end]);
            kind = match &*self.names(folder).filter(|_| kind == Kind::Folder)? {
                Names::All(names) => *names.get(name)?,
                Names::TooMany => describe(&fs::symlink_metadata(self.root.join(&path[..end])).ok()?).kind,
            };
            if kind == Kind::Link {
                let target = fs::canonicalize(&real).ok().filter(|target| self.holds(target));
                let found = target.and_then(|target| Some((fs::symlink_metadata(&target).ok()?, target)));
                return match found {
                    Some((metadata, target)) => Some((target, describe(&metadata).kind)),
                    None => (end == path.len()).then_some((real, Kind::Link)),
                };
            }
        }
        Some((real, kind))
    }

    /// Whether a path without links lies in the context.
    fn holds(&self, real: &Path) -> bool {
        self.real_root().is_some_and(|root| real.starts_with(root))
    }

    /// The names in a folder, read at the first question. The way to the folder is known to be free of links that lead out.
    fn names(&self, folder: &str) -> Option<Arc<Names>> {
        let mut folders = self.folders.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = folders.get(folder) {
            return known.clone();
        }
        let names = entries(&self.root.join(folder)).map(|entries| {
            let names: BTreeMap<String, Kind> = entries.take(MOST_NAMES + 1).collect();
            Arc::new(if names.len() > MOST_NAMES { Names::TooMany } else { Names::All(names) })
        });
        folders.insert(folder.to_owned(), names.clone());
        names
    }
}

/// The entries of a folder; one that is gone by now is none.
fn entries(folder: &Path) -> Option<impl Iterator<Item = (String, Kind)>> {
    let entries = fs::read_dir(folder).ok()?;
    Some(entries.flatten().filter_map(|entry| {
        let kind = kind(entry.file_type().ok()?);
        Some((entry.file_name().to_string_lossy().into_owned(), kind))
    }))
}

/// Where `path` leads when all links below `root` are followed, unless that is outside of `root`, nowhere, or a circle.
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
    let kind = kind(metadata.file_type());
    let size = if kind == Kind::File { metadata.len() } else { 0 };
    Metadata { kind, size, executable: is_executable(metadata) }
}

fn kind(of: fs::FileType) -> Kind {
    match of {
        kind if kind.is_file() => Kind::File,
        kind if kind.is_dir() => Kind::Folder,
        kind if kind.is_symlink() => Kind::Link,
        _ => Kind::Other,
    }
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
