//! hadolint's configuration file: text in, what it says or problems with their places out, and its meaning as settings.

use std::path::Path;

use super::keys::SEVERITIES;
use super::preset::Preset;
use super::rule_options::LABEL_FORMS;
use super::yaml::{Document, Yaml};
use super::{Config, FailOn, Problem};
use crate::diagnostic::Severity;
use crate::rules::options::{LabelForm, RequiredLabel};
use crate::rules::{Meant, by_alias, nearest_of};
use crate::source::Source;

/// What a `.hadolint.yaml` says.
#[derive(Debug, Default)]
pub struct Hadolint {
    /// Codes that are not wanted.
    pub ignored: Vec<String>,
    /// How grave the findings of some codes are.
    pub overrides: Vec<(String, Severity)>,
    /// Where images may come from.
    pub trusted_registries: Vec<String>,
    /// Labels that an image must have.
    pub label_schema: Vec<RequiredLabel>,
    /// Whether other labels are reported.
    pub strict_labels: bool,
    /// Whether comments in the files are not heeded.
    pub disable_ignore_pragma: bool,
    /// From which severity on hadolint fails.
    pub failure_threshold: Option<FailOn>,
    /// Whether hadolint never fails.
    pub no_fail: bool,
    /// What the user should know though it stops nothing: keys that hadolint does not have.
    pub notes: Vec<Problem>,
}

/// A key, and how it is read.
struct Key {
    name: &'static str,
    read: fn(Yaml<'_>, &mut Hadolint, &mut Vec<Problem>),
}

static KEYS: &[Key] = &[
    Key { name: "ignored", read: |value, file, problems| file.ignored = strings(value, problems) },
    Key { name: "override", read: overrides },
    Key { name: "trustedRegistries", read: |value, file, problems| file.trusted_registries = strings(value, problems) },
    Key { name: "label-schema", read: label_schema },
    Key { name: "strict-labels", read: |value, file, problems| file.strict_labels = boolean(value, problems) },
    Key {
        name: "disable-ignore-pragma",
        read: |value, file, problems| file.disable_ignore_pragma = boolean(value, problems),
    },
    Key { name: "failure-threshold", read: failure_threshold },
    Key { name: "no-fail", read: |value, file, problems| file.no_fail = boolean(value, problems) },
    // How the report looks is said on the command line: hadolint's formats and lotse's are not the same.
    Key { name: "format", read: |_, _, _| () },
    Key { name: "no-color", read: |_, _, _| () },
];

/// The codes of the rules that do nothing without `trustedRegistries`, and without `label-schema`.
const OF_REGISTRIES: &[&str] = &["DL3026"];
const OF_LABELS: &[&str] = &["DL3049", "DL3050", "DL3051", "DL3052", "DL3053", "DL3054", "DL3055", "DL3056", "DL3058"];

impl Hadolint {
    /// Reads a `.hadolint.yaml`; all its problems where it has any.
    pub fn parse(source: &Source) -> Result<Self, Vec<Problem>> {
        let document = Document::read(source).map_err(|problem| vec![problem])?;
        let mut file = Self::default();
        let Some(root) = document.root() else { return Ok(file) };
        let mut problems = Vec::new();
        match root.entries() {
            Some(entries) => {
                for (key, value) in entries {
                    file.read(key, value, &mut problems);
                }
            }
            None => problems.push(expected(root, "keys with values")),
        }
        problems.sort_by_key(|problem| problem.span);
        if problems.is_empty() { Ok(file) } else { Err(problems) }
    }

    fn read(&mut self, key: Yaml<'_>, value: Yaml<'_>, problems: &mut Vec<Problem>) {
        let name = key.text().unwrap_or("");
        match KEYS.iter().find(|known| known.name == name) {
            Some(_) if value.is_null() => {}
            Some(known) => (known.read)(value, self, problems),
            None => {
                let near = nearest_of(name, KEYS.iter().map(|known| known.name));
                let hint = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                let message = format!("hadolint has no key `{name}`: it says nothing{hint}");
                self.notes.push(Problem { span: key.span(), message });
            }
        }
    }

    /// What it means for lotse. Codes that no rule of lotse has mean nothing.
    pub fn config(self, folder: &Path) -> Config {
        let mut config = Config { folder: folder.to_owned(), notes: self.notes, ..Config::default() };
        let layer = &mut config.layer;
        layer.ignore = self.ignored.iter().flat_map(|code| meant(code)).collect();
        for (code, severity) in &self.overrides {
            for meant in meant(code) {
                layer.severity.push((meant, *severity));
                // hadolint's way to ask for a rule that is off.
                if Preset::is_off_in_hadolint(code) {
                    layer.extend_select.push(meant);
                }
            }
        }
        if !self.trusted_registries.is_empty() {
            layer.extend_select.extend(OF_REGISTRIES.iter().flat_map(|code| meant(code)));
        }
        if !self.label_schema.is_empty() || self.strict_labels {
            layer.extend_select.extend(OF_LABELS.iter().flat_map(|code| meant(code)));
        }
        layer.inline = self.disable_ignore_pragma.then_some(false);
        layer.fail_on = if self.no_fail { Some(FailOn::Never) } else { self.failure_threshold };
        config.options.trusted_registries = self.trusted_registries;
        config.options.required_labels = self.label_schema;
        config.options.strict_labels = self.strict_labels;
        config
    }
}

/// The rules that a code of hadolint's stands for; ShellCheck's are among them.
pub(super) fn meant(code: &str) -> Vec<Meant> {
    let own = by_alias(&format!("hadolint:{code}"));
    if own.is_empty() { by_alias(&format!("shellcheck:{code}")) } else { own }
}

fn overrides(value: Yaml<'_>, file: &mut Hadolint, problems: &mut Vec<Problem>) {
    let Some(entries) = value.entries() else {
        return problems.push(expected(value, "lists of rules under severities"));
    };
    for (key, value) in entries {
        let name = key.text().unwrap_or("");
        match SEVERITIES.into_iter().find(|severity| severity.name() == name) {
            Some(_) if value.is_null() => {}
            Some(severity) => {
                let codes = strings(value, problems);
                file.overrides.extend(codes.into_iter().map(|code| (code, severity)));
            }
            None => {
                let message = format!("hadolint has no severity `{name}`: it says nothing");
                file.notes.push(Problem { span: key.span(), message });
            }
        }
    }
}

fn label_schema(value: Yaml<'_>, file: &mut Hadolint, problems: &mut Vec<Problem>) {
    let Some(entries) = value.entries() else {
        return problems.push(expected(value, "labels with the form of their values"));
    };
    for (key, value) in entries {
        let form = match value.text().unwrap_or("") {
            "" => Some(LabelForm::Text),
            name => LABEL_FORMS.iter().find(|(known, _)| *known == name).map(|(_, form)| *form),
        };
        match form {
            Some(form) => {
                let key = key.text().unwrap_or("").to_owned();
                file.label_schema.push(RequiredLabel { key, form });
            }
            None => {
                problems.push(expected_one_of(value, LABEL_FORMS.iter().map(|(name, _)| *name)));
            }
        }
    }
}

fn failure_threshold(value: Yaml<'_>, file: &mut Hadolint, problems: &mut Vec<Problem>) {
    /// With the last two hadolint fails on whatever it reports.
    const NAMES: &[(&str, FailOn)] = &[
        ("error", FailOn::Error),
        ("warning", FailOn::Warning),
        ("info", FailOn::Info),
        ("style", FailOn::Style),
        ("ignore", FailOn::Style),
        ("none", FailOn::Style),
    ];
    let name = value.text().unwrap_or("");
    match NAMES.iter().find(|(known, _)| *known == name) {
        Some((_, threshold)) => file.failure_threshold = Some(*threshold),
        None => problems.push(expected_one_of(value, NAMES.iter().map(|(name, _)| *name))),
    }
}

/// The strings of a list; hadolint's shorter form for one is the string alone.
fn strings(value: Yaml<'_>, problems: &mut Vec<Problem>) -> Vec<String> {
    if let Some(text) = value.text() {
        return vec![text.to_owned()];
    }
    let Some(items) = value.items() else {
        problems.push(expected(value, "a list of strings"));
        return Vec::new();
    };
    let mut strings = Vec::new();
    for item in items {
        match item.text() {
            Some(text) => strings.push(text.to_owned()),
            None => problems.push(expected(item, "a string")),
        }
    }
    strings
}

fn boolean(value: Yaml<'_>, problems: &mut Vec<Problem>) -> bool {
    let found = value.boolean();
    if found.is_none() {
        problems.push(expected(value, "`true` or `false`"));
    }
    found.unwrap_or_default()
}

fn expected(value: Yaml<'_>, what: &str) -> Problem {
    Problem { span: value.span(), message: format!("expected {what}") }
}

fn expected_one_of<'a>(value: Yaml<'_>, names: impl Iterator<Item = &'a str>) -> Problem {
    let names: Vec<_> = names.map(|name| format!("`{name}`")).collect();
    expected(value, &format!("one of {}", names.join(", ")))
}
