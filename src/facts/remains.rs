//! Downloads that a RUN unpacks or installs and does not delete.

use foldhash::{HashMap, HashSet};

use super::deeds::{Destination, Download};
use super::directories::Directory;
use super::paths::{is_below, removes};
use super::run::{Piece, RunFacts};
use super::site::Site;
use crate::knowledge::package_managers::{Manager, Verb};
use crate::shell::Command;
use crate::source::{Span, file_name};

/// A download that is still there when the RUN ends, although it was only means to an end.
#[derive(Debug)]
pub struct Remains {
    /// The word that names it.
    pub span: Span,
    /// Its name as written, without folders.
    pub name: String,
    /// Where it lies, where that is known.
    pub path: Option<String>,
    /// The command that unpacks or installs it.
    pub use_span: Span,
    /// It is a git clone.
    pub clone: bool,
}

/// What remains of the downloads of a RUN.
pub fn remains(run: &RunFacts, site: &Site<'_>) -> Vec<Remains> {
    run.pieces.iter().flat_map(|piece| of_piece(piece, site)).collect()
}

/// Endings of files that are unpacked or installed.
const ARCHIVES: &[&str] = &[
    ".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".tar.zst", ".tar.lz", ".zip", ".7z", ".deb",
    ".rpm", ".apk", ".whl", ".gem",
];

/// More patterns than this in one RUN are not compared with each download: a bound for hostile files.
const MOST_PATTERNS: usize = 64;

fn of_piece(piece: &Piece, site: &Site<'_>) -> Vec<Remains> {
    if piece.deeds.downloads.is_empty() {
        return Vec::new();
    }
    let places = piece.directories(site);
    let gone = Gone::of(piece, places, site);
    let used = Used::of(piece, places, site);
    let mut found = Vec::new();
    for download in &piece.deeds.downloads {
        let Destination::Path(text, span) = &download.to else { continue };
        let directory = place(places, download.command);
        let Some(key) = key(text, &directory, site) else { continue };
        let Some(use_at) = used.of_download(download, text, &key, &directory) else { continue };
        let path = site.path(text, directory.as_deref());
        if gone.takes(&key) || path.as_ref().is_some_and(|path| site.is_mounted(path)) {
            continue;
        }
        let name = file_name(text.trim_end_matches('/')).to_owned();
        let use_span = piece.script.commands.get(use_at).map_or(*span, |command| command.span);
        found.push(Remains { span: *span, name, path, use_span, clone: is_clone(download) });
    }
    found
}

fn place(places: &[Directory], command: usize) -> Directory {
    places.get(command).cloned().flatten()
}

fn is_clone(download: &Download) -> bool {
    &*download.tool == "git"
}

/// What a path is compared by: the path itself, or its text where a variable of the shell is in it. `None` where it is relative to
/// a directory that is not known.
fn key(text: &str, directory: &Directory, site: &Site<'_>) -> Option<String> {
    site.path(text, directory.as_deref()).or_else(|| match text.as_bytes().first() {
        Some(b'/' | b'$') => Some(text.trim_end_matches('/').to_owned()),
        Some(_) if text.contains('$') => Some(format!("{}/{text}", directory.as_deref()?.trim_end_matches('/'))),
        _ => None,
    })
}

/// What the text deletes or moves away.
struct Gone {
    paths: HashSet<String>,
    patterns: Vec<String>,
    /// It deletes something by a name that is not known.
    unknown: bool,
}

impl Gone {
    fn of(piece: &Piece, places: &[Directory], site: &Site<'_>) -> Self {
        let mut gone = Self { paths: HashSet::default(), patterns: Vec::new(), unknown: false };
        for removal in &piece.deeds.removals {
            for (text, _) in &removal.paths {
                gone.add(text, &place(places, removal.command), site);
            }
        }
        for (at, command) in piece.script.commands.iter().enumerate() {
            let moves = match command.name() {
                // The last ones delete what they unpack.
                Some("mv" | "gunzip" | "bunzip2" | "unxz" | "unlzma" | "unzstd") => true,
                Some("gzip" | "bzip2" | "xz") => command.words.iter().any(|word| word.text.starts_with("-d")),
                _ => false,
            };
            if moves {
                command.words.iter().skip(1).for_each(|word| gone.add(&word.text, &place(places, at), site));
            }
        }
        gone
    }

    fn add(&mut self, text: &str, directory: &Directory, site: &Site<'_>) {
        match key(text, directory, site) {
            Some(key) if key.contains(['*', '?', '{', '[']) => self.patterns.push(key),
            Some(key) => {
                self.unknown |= key.contains('$');
                self.paths.insert(key);
            }
            None => self.unknown = true,
        }
    }

    fn takes(&self, key: &str) -> bool {
        let mut above = Some(key);
        while let Some(path) = above {
            if self.paths.contains(path) {
                return true;
            }
            above = path.rfind('/').map(|slash| &path[..slash]);
        }
        self.unknown || self.patterns.len() > MOST_PATTERNS || self.patterns.iter().any(|pattern| removes(pattern, key))
    }
}

/// What the text unpacks, installs or builds.
struct Used {
    /// Files by their keys, with the command.
    files: HashMap<String, usize>,
    /// Patterns of such files: `*.deb`.
    patterns: Vec<(String, usize)>,
    /// Directories in which something is installed from its sources.
    sources: Vec<(String, usize)>,
}

impl Used {
    fn of(piece: &Piece, places: &[Directory], site: &Site<'_>) -> Self {
        let mut used = Self { files: HashMap::default(), patterns: Vec::new(), sources: Vec::new() };
        let mut installs: HashSet<usize> = HashSet::default();
        for action in piece.deeds.packages.iter().filter(|action| action.verb == Verb::Install) {
            installs.insert(action.command);
            let builds =
                action.is(&[Manager::Pip, Manager::Cargo, Manager::Go]) && !action.has_flag(&["-e", "--editable"]);
            let directory = place(places, action.command);
            for package in action.packages.iter().filter(|package| builds && package.text.starts_with(['.', '/', '$']))
            {
                used.source(key(&package.text, &directory, site), action.command);
            }
        }
        for (at, command) in piece.script.commands.iter().enumerate() {
            let directory = place(places, at);
            let unpacks = matches!(
                command.name(),
                Some("tar" | "bsdtar" | "unzip" | "7z" | "7za" | "dpkg" | "rpm" | "dpkg-deb" | "rpm2cpio")
            );
            if unpacks || installs.contains(&at) {
                for word in command.words.iter().skip(1).filter(|word| is_archive(&word.text)) {
                    match key(&word.text, &directory, site) {
                        Some(key) if word.glob => used.patterns.push((key, at)),
                        Some(key) => _ = used.files.entry(key).or_insert(at),
                        None => {}
                    }
                }
            }
            if installs_sources(command) {
                let elsewhere = command.words.windows(2).find(|pair| pair[0].is("-C")).map(|pair| &*pair[1].text);
                used.source(
                    elsewhere.map_or(directory.as_deref().map(str::to_owned), |text| key(text, &directory, site)),
                    at,
                );
            }
        }
        used
    }

    fn source(&mut self, key: Option<String>, at: usize) {
        if self.sources.len() < MOST_PATTERNS {
            self.sources.extend(key.map(|key| (key, at)));
        }
    }

    /// The command that uses a download.
    fn of_download(&self, download: &Download, text: &str, key: &str, directory: &Directory) -> Option<usize> {
        let later = |at: &usize| *at > download.command;
        if is_clone(download) {
            return self.sources.iter().find(|(source, at)| later(at) && is_below(source, key)).map(|(_, at)| *at);
        }
        if !is_archive(text) {
            return None;
        }
        let pattern = || {
            let fits = |(pattern, at): &&(String, usize)| later(at) && directory.is_some() && removes(pattern, key);
            self.patterns.iter().take(MOST_PATTERNS).find(fits).map(|(_, at)| *at)
        };
        self.files.get(key).copied().filter(later).or_else(pattern)
    }
}

fn is_archive(text: &str) -> bool {
    ARCHIVES.iter().any(|ending| text.ends_with(ending))
}

/// `make install` and its kind: what is in the directory was only needed for this.
fn installs_sources(command: &Command) -> bool {
    let has = |word: &str| command.words.iter().skip(1).any(|other| other.is(word));
    match command.name() {
        Some("make" | "ninja" | "gmake" | "meson" | "scons") => has("install"),
        Some("cmake") => has("--install"),
        Some("python" | "python3") => has("setup.py") && has("install"),
        _ => false,
    }
}
