//! Version files: texts `NAME.version` that an image keeps of itself and of the images that it is built on, with name, date, commit
//! and build.

use super::files::{File, FileSystem};
use super::shown;
use super::time::seconds;

/// What the names of version files end with.
pub const ENDING: &str = ".version";

/// The longest date, `2024-05-01T10:00:00.123456789+02:00`.
const DATE: usize = 35;
/// So many images of a chain are named.
const MOST: usize = 16;

/// A version file.
#[derive(Debug)]
pub struct VersionFile<'a> {
    /// The file.
    pub file: File<'a>,
    /// Its name without the ending.
    pub name: String,
    /// What is in it, where the reader kept that.
    pub text: Option<String>,
}

/// The version files of an image, those of the newest layer first.
pub fn version_files<'a>(files: &FileSystem<'a>) -> Vec<VersionFile<'a>> {
    let mut found: Vec<VersionFile<'a>> = files.visible().filter_map(version_file).collect();
    found.reverse();
    found
}

fn version_file(file: File<'_>) -> Option<VersionFile<'_>> {
    let name = file.entry.path.rsplit(|byte| *byte == b'/').next()?;
    let name = shown(name.strip_suffix(ENDING.as_bytes()).filter(|_| file.is_regular())?);
    let text = file.content.body.as_deref().map(|body| String::from_utf8_lossy(body).into_owned());
    Some(VersionFile { file, name, text })
}

impl VersionFile<'_> {
    /// The date, as it stands there: the first word that is one, `2024-05-01` or with a time.
    pub fn date(&self) -> Option<&str> {
        self.words().find(|word| day(word).is_some())
    }

    /// The time of [`Self::date`] in seconds since 1970: noon, where it tells the day alone.
    pub fn seconds(&self) -> Option<i64> {
        let date = self.date()?;
        seconds(date).or_else(|| day(date))
    }

    /// The commit: the first word that looks like one.
    pub fn commit(&self) -> Option<&str> {
        self.words().find(|word| is_commit(word))
    }

    /// Whether it tells a revision, maybe shortened.
    pub fn tells(&self, revision: &str) -> bool {
        let is_it = |word: &str| revision.starts_with(word) || word.starts_with(revision);
        self.text.as_ref().is_some_and(|text| text.contains(revision))
            || self.words().any(|word| is_commit(word) && is_it(word))
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        let parts = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '=' | '"' | '\'');
        self.text.as_deref().unwrap_or("").split(parts).filter(|word| !word.is_empty())
    }
}

/// Noon of a date.
fn day(word: &str) -> Option<i64> {
    let rest = word.get(10..)?;
    let is_date = rest.is_empty() || rest.starts_with(['T', 't']);
    seconds(&format!("{}T12:00:00Z", word.get(..10)?)).filter(|_| is_date && word.len() <= DATE)
}

/// Hexadecimal digits, not of the decimal ones alone: builds are numbered.
fn is_commit(word: &str) -> bool {
    (7..=64).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_hexdigit())
        && word.bytes().any(|byte| byte.is_ascii_digit())
        && word.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// The images that an image is built on, as their version files tell it: itself first. `None` where fewer than two files tell both
/// date and commit.
pub fn chain(files: &[VersionFile<'_>]) -> Option<String> {
    let told = files.iter().filter_map(|file| Some(format!("{} ({}, {})", file.name, file.date()?, file.commit()?)));
    let told: Vec<String> = told.take(MOST).collect();
    (told.len() > 1).then(|| told.join(", on "))
}
