//! The list of keys as documentation and as JSON schema for editors.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::keys::{Form, Key, PER_PATH, SEVERITIES, TOP};
use super::reading::IMAGE;
use super::rule_options::{LABEL_FORMS, OPTIONS};
use crate::diagnostic::Severity;
use crate::rules::{ALL, Group};

/// Codes that are many and of one form: hadolint's and ShellCheck's, with the linter's name or without.
const CODES: &str = "^(hadolint:)?(DL|dl)[0-9]{4}$|^(shellcheck:)?(SC|sc)[0-9]{4}$";

/// The documentation of all keys, in Markdown.
pub fn reference() -> String {
    let mut text = String::new();
    section(&mut text, "At the top", TOP);
    section(&mut text, "In `[[per-path]]`", PER_PATH);
    section(&mut text, "In `[image]`", IMAGE);
    for options in OPTIONS {
        section(&mut text, &format!("In `[options.{}]`", options.rule), options.keys);
    }
    text
}

fn section<T>(text: &mut String, heading: &str, keys: &[Key<T>]) {
    let _ = write!(text, "\n## {heading}\n\n| key | value | what it does |\n|---|---|---|\n");
    for key in keys {
        let _ = writeln!(text, "| `{}` | {} | {} |", key.name, key.form.in_words(), key.about);
    }
}

/// The JSON schema of `lotse.toml`.
pub fn schema() -> String {
    let names: Vec<&str> = ALL.iter().map(|rule| rule.name).collect();
    let sets: Vec<&str> = Group::ALL.iter().map(|group| group.name()).chain(["all"]).collect();
    let severity = reference_to("severity");
    let grave: Map<String, Value> = names.iter().map(|name| ((*name).to_owned(), severity.clone())).collect();
    let mut schema = table(TOP);
    schema["$schema"] = "http://json-schema.org/draft-07/schema#".into();
    schema["title"] = "lotse.toml".into();
    schema["description"] = "What lotse, a linter for Dockerfiles, is to check.".into();
    schema["definitions"] = json!({
        "name": { "enum": names },
        "code": { "anyOf": [{ "type": "string", "pattern": CODES }, { "enum": codes() }] },
        "rule": { "anyOf": [reference_to("name"), { "enum": sets }, reference_to("code")] },
        "rules": { "type": "array", "items": reference_to("rule") },
        "severity": { "enum": SEVERITIES.map(Severity::name) },
        "severities": {
            "type": "object",
            "properties": grave,
            "propertyNames": { "anyOf": [reference_to("name"), reference_to("code")] },
            "additionalProperties": severity,
        },
    });
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
}

/// The codes that the pattern does not cover, with their linter's name and without.
fn codes() -> BTreeSet<&'static str> {
    let aliases = ALL.iter().filter(|rule| !rule.name.contains('/')).flat_map(|rule| rule.aliases);
    let full = aliases.filter_map(|alias| alias.split(' ').next());
    full.filter(|code| !code.starts_with("hadolint:"))
        .flat_map(|code| [Some(code), code.split_once(':').map(|(_, bare)| bare)])
        .flatten()
        .collect()
}

fn table<T>(keys: &[Key<T>]) -> Value {
    let property = |key: &Key<T>| {
        let mut form = key.form.schema();
        form["description"] = key.about.into();
        (key.name.to_owned(), form)
    };
    let properties: Map<String, Value> = keys.iter().map(property).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn reference_to(definition: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{definition}") })
}

fn label_forms() -> Vec<&'static str> {
    LABEL_FORMS.iter().map(|(name, _)| *name).collect()
}

impl Form {
    /// In Markdown.
    fn in_words(self) -> String {
        match self {
            Self::Rules => "array of rules".to_owned(),
            Self::OneOf(words) => one_of(&words()),
            Self::Boolean => "boolean".to_owned(),
            Self::Number => "number".to_owned(),
            Self::Text => "string".to_owned(),
            Self::Pattern => "pattern".to_owned(),
            Self::Texts => "array of strings".to_owned(),
            Self::Patterns => "array of patterns".to_owned(),
            Self::Severities => {
                format!("table: rule = {}", one_of(&SEVERITIES.map(Severity::name)))
            }
            Self::Labels => format!("table: label = {}", one_of(&label_forms())),
            Self::Arguments => "table: name = string".to_owned(),
            Self::PerPath => "array of tables".to_owned(),
            Self::Image => "table".to_owned(),
            Self::Options => "table of tables".to_owned(),
        }
    }

    fn schema(self) -> Value {
        let strings = || json!({ "type": "array", "items": { "type": "string" } });
        match self {
            // Beside a reference this version of JSON schema reads nothing, so it stands in a list of one.
            Self::Rules => json!({ "allOf": [reference_to("rules")] }),
            Self::Severities => json!({ "allOf": [reference_to("severities")] }),
            Self::OneOf(words) => json!({ "enum": words() }),
            Self::Boolean => json!({ "type": "boolean" }),
            Self::Number => json!({ "type": "integer", "minimum": 0 }),
            Self::Text | Self::Pattern => json!({ "type": "string" }),
            Self::Texts | Self::Patterns => strings(),
            Self::Labels => {
                json!({ "type": "object", "additionalProperties": { "enum": label_forms() } })
            }
            Self::Arguments => {
                json!({ "type": "object", "additionalProperties": { "type": "string" } })
            }
            Self::PerPath => {
                let mut entry = table(PER_PATH);
                entry["required"] = json!(["glob"]);
                json!({ "type": "array", "items": entry })
            }
            Self::Image => table(IMAGE),
            Self::Options => {
                let rules = OPTIONS.iter().map(|of| (of.rule.to_owned(), table(of.keys)));
                let rules: Map<String, Value> = rules.collect();
                json!({ "type": "object", "additionalProperties": false, "properties": rules })
            }
        }
    }
}

fn one_of(words: &[impl AsRef<str>]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`\"{}\"`", word.as_ref())).collect();
    match quoted.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}
