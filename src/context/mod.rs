//! The build context: its files and its ignore file. The only room besides discovery that reads the user's files, and it
//! reads nothing outside the context's root but the ignore file that lies next to the Dockerfile and the .gitignore files of
//! the folders above.
//!
//! All is read at the first question about it, so a context of any size costs nothing until a rule asks.

mod attributes;
mod disk;
mod generated;
mod ignore_file;
mod listing;
mod lookup;
mod path;
mod pattern;
mod program;
mod quirks;
mod releases;
mod repository;
mod store;

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use crate::source::Source;
use disk::Disk;
pub use ignore_file::{IgnoreFile, Pattern, PatternError};
use listing::Walk;
pub use listing::{Entry, Listing, MAX_ENTRIES, Share, Totals};
use lookup::Found;
pub use lookup::{IgnoreFiles, IgnorePlace};
pub use pattern::BadPattern;
pub use quirks::{Quirk, QuirkKind};
use store::Store;
pub use store::{Kind, Metadata};

/// The largest script that is read, in bytes.
pub const MAX_SCRIPT: u64 = 1 << 20;

/// The largest ignore file that is read, in bytes.
const MAX_IGNORE_FILE: u64 = 16 << 20;

/// The folder that a build sends to the builder. Paths in questions are relative to its root; a leading `/` is the root.
#[derive(Debug)]
pub struct Context {
    /// The root as it is shown, "" for the current folder.
    root: PathBuf,
    dockerfile: PathBuf,
    store: Store,
    /// Texts that stand for those of files, by the path that is shown.
    texts: BTreeMap<PathBuf, Arc<Source>>,
    ignore: OnceLock<IgnoreFiles>,
    listing: OnceLock<Listing>,
    totals: OnceLock<Totals>,
}

impl Context {
    /// The context that `dockerfile` is built from: `root`, or else the Dockerfile's folder. Reads nothing yet.
    pub fn open(dockerfile: &Path, root: Option<&Path>) -> Self {
        let root = root.or_else(|| dockerfile.parent()).unwrap_or(Path::new(""));
        let shown = if root == Path::new(".") { Path::new("") } else { root };
        let real = if root.as_os_str().is_empty() { Path::new(".") } else { root };
        Self::new(shown.into(), dockerfile.into(), Store::Disk(Disk::new(real.into())))
    }

    /// A context in memory, of paths, contents and whether they are executable. Its Dockerfile is `Dockerfile`.
    pub fn from_files<P, C>(files: impl IntoIterator<Item = (P, C, bool)>) -> Self
    where
        P: Into<String>,
        C: Into<Vec<u8>>,
    {
        let files = files.into_iter().map(|(path, contents, executable)| (path.into(), contents.into(), executable));
        Self::new(PathBuf::new(), "Dockerfile".into(), Store::memory(files))
    }

    /// The same context in memory for another Dockerfile, a path below the root.
    #[must_use]
    pub fn with_dockerfile(self, dockerfile: impl Into<PathBuf>) -> Self {
        Self::new(self.root, dockerfile.into(), self.store)
    }

    fn new(root: PathBuf, dockerfile: PathBuf, store: Store) -> Self {
        let (texts, ignore, listing, totals) = Default::default();
        Self { root, dockerfile, store, texts, ignore, listing, totals }
    }

    /// The same context with other texts in place of what some files hold, by the path that is shown.
    #[must_use]
    pub fn with_texts(self, texts: BTreeMap<PathBuf, Arc<Source>>) -> Self {
        Self { texts, ..Self::new(self.root, self.dockerfile, self.store) }
    }

    /// The root as it is shown to the user; "" is the current folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The Dockerfile's path as it is shown to the user.
    pub fn dockerfile(&self) -> &Path {
        &self.dockerfile
    }

    /// Whether the root is a folder that can be opened. Without one, no question has an answer.
    pub fn is_known(&self) -> bool {
        self.store.is_known()
    }

    /// The ignore files, the one in force parsed.
    pub fn ignore(&self) -> &IgnoreFiles {
        self.ignore.get_or_init(|| IgnoreFiles::look_up(&self.dockerfile, |place| self.find_ignore_file(place)))
    }

    /// The ignore file in force.
    pub fn ignore_file(&self) -> Option<&IgnoreFile> {
        self.ignore().active.as_ref()
    }

    /// Whether the ignore file leaves `path` out, be there such a file or not.
    pub fn is_ignored(&self, path: &str) -> bool {
        self.ignore_file().is_some_and(|ignore| ignore.is_ignored(path))
    }

    /// What is at `path`, ignored or not. A link is followed as long as it stays in the context, and is of
    /// [`Kind::Link`] where it does not. `None`: nothing, or `path` leads out of the context.
    pub fn metadata(&self, path: &str) -> Option<Metadata> {
        self.store.metadata(&path::inside(path)?)
    }

    /// Whether there is anything at `path`, ignored or not.
    pub fn exists(&self, path: &str) -> bool {
        path::inside(path).is_some_and(|path| self.store.exists(&path))
    }

    /// Whether a build can copy something from `path`: it exists and it, or anything below it, is not ignored. Of a
    /// folder too large to look through it is assumed.
    pub fn exists_after_ignore(&self, path: &str) -> bool {
        let Some(path) = path::inside(path) else { return false };
        let Some(metadata) = self.store.metadata(&path) else { return false };
        let Some(ignore) = self.ignore_file() else { return true };
        if !path.is_empty() && !ignore.is_ignored(&path) {
            return true;
        }
        if !metadata.is_folder() || ignore.ignores_all_below(&path) {
            return false;
        }
        let mut walk = Walk { store: &self.store, ignore: Some(ignore), budget: MAX_ENTRIES, unreadable: Vec::new() };
        !matches!(walk.run(&path, |_, _| ControlFlow::Break(())), Some(ControlFlow::Continue(())))
    }

    /// Whether the ignore file is known to keep a source of COPY out: all that lies there or, where nothing does, all that could.
    pub fn leaves_out(&self, path: &str) -> bool {
        let Some(ignore) = self.ignore_file() else { return false };
        if path.is_empty() {
            ignore.ignores_everything()
        } else if self.exists(path) {
            !self.exists_after_ignore(path)
        } else {
            ignore.is_ignored(path) && (!ignore.has_exceptions() || ignore.ignores_all_below(path))
        }
    }

    /// The text of the file at `path`, ignored or not, named by its path below the shown root. `None` for what is no file,
    /// lies outside the context or is larger than [`MAX_SCRIPT`].
    pub fn file(&self, path: &str) -> Option<Arc<Source>> {
        let path = path::inside(path)?;
        let shown = self.root.join(&path);
        if let Some(text) = self.texts.get(&shown) {
            return Some(Arc::clone(text));
        }
        let bytes = self.store.read(&path, MAX_SCRIPT)?;
        Some(Arc::new(Source::from_bytes(shown, bytes)))
    }

    /// The paths that a COPY source stands for, ignored or not, in byte order: `*`, `?` and `[]` as in Go's
    /// `filepath.Match`, none of which crosses a `/`. `None` where the pattern is malformed or its search too large.
    pub fn glob(&self, pattern: &str) -> Option<Vec<String>> {
        let Some(pattern) = path::inside(pattern) else { return Some(Vec::new()) };
        let mut found = vec![String::new()];
        let mut budget = MAX_ENTRIES;
        for part in pattern.split('/').filter(|part| !part.is_empty()) {
            let plain = !part.contains(['*', '?', '[', '\\']);
            let program = pattern::copy_pattern(part).ok()?;
            let mut next = Vec::new();
            for folder in found {
                if plain {
                    let path = path::join(&folder, part);
                    budget = budget.checked_sub(1)?;
                    next.extend(self.store.exists(&path).then_some(path));
                    continue;
                }
                let names = self.store.names(&folder).unwrap_or_default();
                budget = budget.checked_sub(names.len())?;
                let names = names.into_iter().filter(|name| program.matches(name));
                next.extend(names.map(|name| path::join(&folder, &name)));
            }
            found = next;
        }
        Some(found)
    }

    /// What a build sends. The first call walks over the context.
    pub fn listing(&self) -> &Listing {
        self.listing.get_or_init(|| Listing::new(&self.store, self.ignore_file()))
    }

    /// How much a build sends. The first call walks over the context.
    pub fn totals(&self) -> &Totals {
        self.totals.get_or_init(|| self.listing().totals(&self.store, self.ignore_file()))
    }

    /// Whether a .gitattributes file of the context gives the file at `path` line ends of `\n` in every checkout.
    pub fn has_unix_line_ends(&self, path: &str) -> bool {
        path::inside(path).is_some_and(|path| attributes::forces_lf(&self.store, &path))
    }

    /// Whether a .gitignore file says that what would be at `path` is made by a tool, so that a checkout lacks it. A context
    /// in memory is asked about nothing above it.
    pub fn is_generated(&self, path: &str) -> bool {
        match (&self.store, path::inside(path)) {
            (Store::Disk(disk), Some(path)) => generated::is_generated(disk.root(), &path),
            _ => false,
        }
    }

    /// Whether a folder around the context, as far as the repository goes, has something at `path`.
    pub fn exists_above(&self, path: &str) -> bool {
        match (&self.store, path::inside(path)) {
            (Store::Disk(disk), Some(path)) => disk.real_root().is_some_and(|root| repository::has_above(root, &path)),
            _ => false,
        }
    }

    /// The Dockerfile's path from the top of its repository; `None` where it is known to lie in none.
    pub fn dockerfile_in_repository(&self) -> Option<PathBuf> {
        let Store::Disk(_) = &self.store else { return None };
        let real = self.dockerfile.canonicalize().ok()?;
        real.strip_prefix(repository::top(&real)?).ok().map(Path::to_owned)
    }

    /// Whether the Dockerfile lies in a folder that is named after a release, and a folder beside that one after a newer one.
    pub fn has_newer_release(&self) -> bool {
        releases::has_newer(&self.store, &self.dockerfile)
    }

    fn find_ignore_file(&self, place: IgnorePlace) -> (PathBuf, Found) {
        let name = match place {
            IgnorePlace::Specific => return self.find_specific_ignore_file(),
            IgnorePlace::Root => ".dockerignore",
            IgnorePlace::Podman => ".containerignore",
        };
        let shown = self.root.join(name);
        if let Some(text) = self.texts.get(&shown) {
            let found = Found::File(Arc::clone(text));
            return (shown, found);
        }
        if !self.store.exists(name) {
            return (shown, Found::Nothing);
        }
        let found = found(&shown, self.store.read(name, MAX_IGNORE_FILE));
        (shown, found)
    }

    /// The one file that may lie outside the root: its folder was named by the user.
    fn find_specific_ignore_file(&self) -> (PathBuf, Found) {
        let mut shown = self.dockerfile.clone().into_os_string();
        shown.push(".dockerignore");
        let shown = PathBuf::from(shown);
        if let Some(text) = self.texts.get(&shown) {
            let found = Found::File(Arc::clone(text));
            return (shown, found);
        }
        if let Store::Memory { .. } = self.store {
            let name = shown.to_string_lossy();
            let contents = path::inside(&name).and_then(|path| self.store.read(&path, MAX_IGNORE_FILE));
            let found = if contents.is_some() { found(&shown, contents) } else { Found::Nothing };
            return (shown, found);
        }
        if std::fs::symlink_metadata(&shown).is_err() {
            return (shown, Found::Nothing);
        }
        let folder = shown.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let bytes = std::fs::canonicalize(folder)
            .ok()
            .and_then(|folder| disk::resolve(&folder, &shown))
            .and_then(|real| disk::read_file(&real, MAX_IGNORE_FILE));
        let found = found(&shown, bytes);
        (shown, found)
    }
}

fn found(shown: &Path, bytes: Option<Vec<u8>>) -> Found {
    bytes.map_or(Found::Unreadable, |bytes| Found::File(Arc::new(Source::from_bytes(shown, bytes))))
}
