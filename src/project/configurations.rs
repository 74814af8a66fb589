//! Which configuration holds for which Dockerfile. Each file is looked for and read once, and Dockerfiles for which the same
//! entries of the same file hold share their settings.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{Config, Layer, Problem, Settings};
use crate::discover::{self, ReadError};
use crate::source::Source;

/// Which configuration file counts.
#[derive(Clone, Debug)]
pub enum Choice {
    /// For each Dockerfile the nearest.
    Nearest,
    /// This one.
    File(PathBuf),
    /// None.
    None,
}

/// The configurations of some Dockerfiles.
#[derive(Debug)]
pub struct Configurations {
    choice: Choice,
    /// What is stronger than any file.
    layer: Layer,
    /// The nearest file of each folder that was asked about.
    folders: HashMap<PathBuf, Option<PathBuf>>,
    files: HashMap<PathBuf, Arc<ConfigFile>>,
    made: HashMap<(Option<PathBuf>, Vec<usize>), Arc<Settings>>,
}

/// A configuration file.
#[derive(Debug)]
pub struct ConfigFile {
    /// Its path.
    pub path: PathBuf,
    /// Its text, or why there is none.
    pub source: Result<Source, ReadError>,
    /// What it says; `None` where it cannot be used.
    pub config: Option<Config>,
    /// What is wrong with it; where it can be used, what the user should know.
    pub problems: Vec<Problem>,
}

impl Configurations {
    /// Those that are chosen in this way. `layer` is stronger than what stands in any of them.
    pub fn new(choice: Choice, layer: Layer) -> Self {
        Self { choice, layer, folders: HashMap::new(), files: HashMap::new(), made: HashMap::new() }
    }

    /// The settings of a Dockerfile, and the file that they come from; no settings where that cannot be used.
    pub fn of(&mut self, path: &Path) -> (Option<Arc<Settings>>, Option<Arc<ConfigFile>>) {
        let Some(file) = self.file(path) else { return (Some(self.settings(None, &Config::default(), path)), None) };
        let read = self.files.entry(file.clone()).or_insert_with_key(|path| Arc::new(ConfigFile::read(path)));
        let read = Arc::clone(read);
        let settings = read.config.as_ref().map(|config| self.settings(Some(file), config, path));
        (settings, Some(read))
    }

    /// The configuration file that counts for a Dockerfile.
    fn file(&mut self, path: &Path) -> Option<PathBuf> {
        match &self.choice {
            Choice::File(file) => return Some(file.clone()),
            Choice::None => return None,
            Choice::Nearest => {}
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if let Some(known) = self.folders.get(folder) {
            return known.clone();
        }
        let found = discover::find_config(folder);
        self.folders.insert(folder.to_owned(), found.clone());
        found
    }

    fn settings(&mut self, file: Option<PathBuf>, config: &Config, path: &Path) -> Arc<Settings> {
        let path = if config.per_path.is_empty() {
            PathBuf::new()
        } else {
            std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
        };
        let settings = self.made.entry((file, config.matching(&path)));
        let settings = settings.or_insert_with_key(|(_, entries)| Arc::new(config.settings(entries, &self.layer)));
        Arc::clone(settings)
    }
}

impl ConfigFile {
    fn read(path: &Path) -> Self {
        let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let folder = absolute.parent().unwrap_or(Path::new("/"));
        let source = discover::read(path);
        let (config, problems) = match source.as_ref().map(|source| Config::read(source, folder)) {
            Ok(Ok(mut config)) => {
                let notes = std::mem::take(&mut config.notes);
                (Some(config), notes)
            }
            Ok(Err(problems)) => (None, problems),
            Err(_) => (None, Vec::new()),
        };
        Self { path: path.to_owned(), source, config, problems }
    }

    /// Whether there is nothing to say about it.
    pub fn is_good(&self) -> bool {
        self.source.is_ok() && self.problems.is_empty()
    }

    /// Its path, relative to the current folder where it is below.
    pub fn shown(&self) -> String {
        let folder = std::env::current_dir().ok();
        folder.and_then(|folder| self.path.strip_prefix(folder).ok()).unwrap_or(&self.path).display().to_string()
    }

    /// What is to say about it, for people.
    pub fn messages(&self) -> Vec<String> {
        let shown = self.shown();
        match &self.source {
            Ok(source) => self.problems.iter().map(|problem| placed(source, Path::new(&shown), problem)).collect(),
            Err(error) => vec![format!("{shown}: {error}")],
        }
    }
}

/// A problem in a configuration file, for people.
pub fn placed(source: &Source, shown: &Path, problem: &Problem) -> String {
    let at = source.lines().position(source.text(), problem.span.start);
    let line = excerpt(source, at.line);
    format!("{}:{}:{}: {}\n  | {line}", shown.display(), at.line, at.column, problem.message)
}

/// A line of a configuration file, as far as it is of use in a message.
fn excerpt(source: &Source, line: u32) -> String {
    const LIMIT: usize = 120;
    source.slice(source.lines().span(line)).trim_end().chars().take(LIMIT).collect()
}
