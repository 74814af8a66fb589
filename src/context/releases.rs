//! Folders that are named after releases: whether one beside a Dockerfile's is that of a newer one.

use std::path::{Path, PathBuf};

use super::store::Store;

/// How many folders around a Dockerfile may be the release's.
const MOST_FOLDERS: usize = 4;

/// How many names beside a folder are compared.
const MOST_NAMES: usize = 2000;

/// What may stand in a release's name besides its number.
const WORDS: &[&str] = &["", "jdk", "jre", "nightly", "r", "release", "v", "version"];

/// Whether a folder that `dockerfile` lies in is named after a release, and a folder beside it after a newer one. Nothing above the
/// repository is looked at.
pub(super) fn has_newer(store: &Store, dockerfile: &Path) -> bool {
    let Some(folder) = dockerfile.parent() else { return false };
    let (folder, on_disk) = match store {
        Store::Disk(_) => {
            let named = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
            let Ok(real) = std::fs::canonicalize(named) else { return false };
            (real, true)
        }
        Store::Memory { .. } => (PathBuf::from(folder), false),
    };
    let inside = folder.ancestors().take(MOST_FOLDERS).take_while(|folder| !on_disk || !folder.join(".git").exists());
    inside.filter_map(|folder| Some((Release::of(&name(folder)?)?, folder.parent()?))).any(|(own, above)| {
        let others = if on_disk { names_on_disk(above) } else { names_in_memory(store, above) };
        others.iter().filter_map(|name| Release::of(name)).any(|other| own.is_older_than(&other))
    })
}

fn name(folder: &Path) -> Option<String> {
    Some(folder.file_name()?.to_string_lossy().into_owned())
}

fn names_on_disk(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().take(MOST_NAMES);
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

fn names_in_memory(store: &Store, folder: &Path) -> Vec<String> {
    let Store::Memory { folders, .. } = store else { return Vec::new() };
    folders.get(&*folder.to_string_lossy()).into_iter().flat_map(|names| names.keys().cloned()).collect()
}

/// A release as a folder's name tells it: `5.9`, `v2`, `nightly-6.0`.
struct Release {
    word: String,
    numbers: Vec<u32>,
}

impl Release {
    fn of(name: &str) -> Option<Self> {
        let at = name.find(|letter: char| letter.is_ascii_digit())?;
        let word = name[..at].trim_end_matches(['-', '_', '.']).to_ascii_lowercase();
        let end =
            name[at..].find(|letter: char| !letter.is_ascii_digit() && letter != '.').map_or(name.len(), |it| at + it);
        let numbers = name[at..end].trim_end_matches('.').split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
        WORDS.contains(&word.as_str()).then_some(Self { word, numbers })
    }

    fn is_older_than(&self, other: &Self) -> bool {
        self.word == other.word && self.numbers < other.numbers
    }
}
