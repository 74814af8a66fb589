//! `lotse.toml`: text in, settings or problems with their places out.

use std::path::{Path, PathBuf};

use globset::{Glob, GlobMatcher};
use toml::de::{DeTable, DeValue};

use super::keys::{self, Key};
use super::{Hadolint, Layer, Reading, Settings};
use crate::rules::nearest_of;
use crate::rules::options::Options;
use crate::source::{Source, Span};

/// A configuration file.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The folder that the file lies in; patterns are relative to it.
    pub folder: PathBuf,
    /// What holds for every file.
    pub layer: Layer,
    /// What holds for some paths.
    pub per_path: Vec<PerPath>,
    /// How images are read.
    pub reading: Reading,
    /// Options of rules.
    pub options: Options,
    /// What the user should know though it stops nothing.
    pub notes: Vec<Problem>,
}

/// What holds for the paths that a pattern matches.
#[derive(Clone, Debug, Default)]
pub struct PerPath {
    /// The pattern, relative to the configuration's folder.
    pub pattern: Option<GlobMatcher>,
    /// What holds.
    pub layer: Layer,
}

/// Something wrong in a configuration file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// What: one sentence, lower case, no full stop.
    pub message: String,
}

/// A value with its place.
pub(super) struct Value<'a> {
    pub(super) span: Span,
    pub(super) value: &'a DeValue<'a>,
}

impl Config {
    /// Reads a configuration file that lies in `folder`; all its problems where it has any. The name decides whose it is:
    /// YAML and JSON are hadolint's.
    pub fn read(source: &Source, folder: &Path) -> Result<Self, Vec<Problem>> {
        let extension = source.path().extension().and_then(|extension| extension.to_str());
        match extension {
            Some("yaml" | "yml" | "json") => Ok(Hadolint::parse(source)?.config(folder)),
            _ => Self::parse(source, folder),
        }
    }

    /// Reads a `lotse.toml` that lies in `folder`; all its problems where it has any.
    pub fn parse(source: &Source, folder: &Path) -> Result<Self, Vec<Problem>> {
        let mut config = Self { folder: folder.to_owned(), ..Self::default() };
        let mut problems = read_text(source.text(), keys::TOP, &mut config).map_err(|problem| vec![problem])?;
        problems.sort_by_key(|problem| problem.span);
        if problems.is_empty() { Ok(config) } else { Err(problems) }
    }

    /// Which entries of [`Config::per_path`] hold for a path, which is given as the configuration's folder is.
    pub fn matching(&self, path: &Path) -> Vec<usize> {
        let relative = path.strip_prefix(&self.folder).unwrap_or(path);
        let matches = |entry: &PerPath| entry.pattern.as_ref().is_some_and(|pattern| pattern.is_match(relative));
        let numbers = self.per_path.iter().enumerate();
        numbers.filter(|(_, entry)| matches(entry)).map(|(number, _)| number).collect()
    }

    /// The settings where these entries of [`Config::per_path`] hold; `command_line` is stronger.
    pub fn settings(&self, entries: &[usize], command_line: &Layer) -> Settings {
        let mut layers = vec![&self.layer];
        layers.extend(entries.iter().filter_map(|number| Some(&self.per_path.get(*number)?.layer)));
        layers.push(command_line);
        let mut settings = Settings::new(&layers, self.options.clone());
        settings.reading = self.reading.clone();
        settings
    }
}

/// Reads a text of TOML by a list of keys: what is wrong with the values, or why it is no such text.
pub(super) fn read_text<T>(text: &str, keys: &[Key<T>], into: &mut T) -> Result<Vec<Problem>, Problem> {
    let table = DeTable::parse(text).map_err(|error| {
        let span = error.span().map_or(Span::empty(0), |range| span(&range));
        Problem { span, message: error.message().to_owned() }
    })?;
    let mut problems = Vec::new();
    read_table(table.get_ref(), keys, "", into, &mut problems);
    Ok(problems)
}

/// Reads a table by its list of keys.
fn read_table<T>(table: &DeTable<'_>, keys: &[Key<T>], of: &str, into: &mut T, problems: &mut Vec<Problem>) {
    for (name, value) in table {
        let at = span(&name.span());
        let Some(key) = keys.iter().find(|key| key.name == name.get_ref().as_ref()) else {
            let near = nearest_of(name.get_ref(), keys.iter().map(|key| key.name));
            let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let message = format!("unknown key `{}`{of}{hint}", name.get_ref());
            problems.push(Problem { span: at, message });
            continue;
        };
        let value = Value { span: span(&value.span()), value: value.get_ref() };
        (key.read)(&value, into, problems);
    }
}

/// Reads the entries of `[[per-path]]`.
pub(super) fn read_per_path(value: &Value<'_>, config: &mut Config, problems: &mut Vec<Problem>) {
    let Some(entries) = value.value.as_array() else {
        return problems.push(value.expected("tables under `[[per-path]]`"));
    };
    for entry in entries {
        let at = Value { span: span(&entry.span()), value: entry.get_ref() };
        let mut read = PerPath::default();
        let before = problems.len();
        at.table(keys::PER_PATH, " in `[[per-path]]`", &mut read, problems);
        if read.pattern.is_none() && problems.len() == before {
            let message = "`[[per-path]]` without `glob` matches nothing".to_owned();
            problems.push(Problem { span: at.span, message });
        }
        if let Some(context) = &mut read.layer.context {
            *context = config.folder.join(&*context);
        }
        config.per_path.push(read);
    }
}

impl<'a> Value<'a> {
    /// The problem that the value has another type.
    pub(super) fn expected(&self, what: &str) -> Problem {
        let message = format!("expected {what}, found {}", self.value.type_str());
        Problem { span: self.span, message }
    }

    /// A string.
    pub(super) fn string(&self, problems: &mut Vec<Problem>) -> Option<&'a str> {
        let text = self.value.as_str();
        if text.is_none() {
            problems.push(self.expected("a string"));
        }
        text
    }

    /// The strings of an array, each with its place; those that are none are problems.
    pub(super) fn strings(&self, problems: &mut Vec<Problem>) -> Vec<(&'a str, Span)> {
        let Some(items) = self.value.as_array() else {
            problems.push(self.expected("an array of strings"));
            return Vec::new();
        };
        let mut strings = Vec::with_capacity(items.len());
        for item in items {
            let item = Value { span: span(&item.span()), value: item.get_ref() };
            strings.extend(item.string(problems).map(|text| (text, item.span)));
        }
        strings
    }

    /// The keys and values of a table.
    pub(super) fn entries(&self, problems: &mut Vec<Problem>) -> Vec<(&'a str, Span, Value<'a>)> {
        let Some(table) = self.value.as_table() else {
            problems.push(self.expected("a table"));
            return Vec::new();
        };
        let entry = |(name, value): (&'a toml::Spanned<_>, &'a toml::Spanned<DeValue<'a>>)| {
            let name: &'a toml::Spanned<toml::de::DeString<'a>> = name;
            let value_at = Value { span: span(&value.span()), value: value.get_ref() };
            (name.get_ref().as_ref(), span(&name.span()), value_at)
        };
        table.iter().map(entry).collect()
    }

    /// Reads a table by its list of keys; `of` is how a message names it.
    pub(super) fn table<T>(&self, keys: &[Key<T>], of: &str, into: &mut T, problems: &mut Vec<Problem>) {
        match self.value.as_table() {
            Some(table) => read_table(table, keys, of, into, problems),
            None => problems.push(self.expected("a table")),
        }
    }

    /// A pattern for paths.
    pub(super) fn glob(&self, problems: &mut Vec<Problem>) -> Option<GlobMatcher> {
        let text = self.string(problems)?;
        match Glob::new(text) {
            Ok(glob) => Some(glob.compile_matcher()),
            Err(error) => {
                let message = format!("bad pattern: {}", error.kind());
                problems.push(Problem { span: self.span, message });
                None
            }
        }
    }
}

/// A range of the TOML reader as a span.
fn span(range: &std::ops::Range<usize>) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(range.start), offset(range.end.max(range.start)))
}
