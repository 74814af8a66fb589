//! The `lotse.toml` to begin with, as text.

use std::fmt::Write as _;

use super::hadolint::meant;
use super::rule_options::LABEL_FORMS;
use super::{FailOn, Hadolint, Preset};
use crate::rules::Meant;

/// Tells editors the schema, where the project has a place in the net.
pub const SCHEMA_LINE: Option<&str> = match env!("CARGO_PKG_REPOSITORY").as_bytes() {
    [] => None,
    _ => Some(concat!(
        "#:schema ",
        env!("CARGO_PKG_REPOSITORY"),
        "/raw/v",
        env!("CARGO_PKG_VERSION"),
        "/docs/lotse.schema.json\n"
    )),
};

const SELECTION: &str = "\
# The rules to begin with: recommended, workshop, hadolint, buildkit or strict. `lotse rules` lists them all.
preset = \"recommended\"
";

const OF_HADOLINT: &str = "# With `preset = \"hadolint\"` lotse checks only what hadolint checks.\n";

const RULES: &str = "
# Rules by name, by the code of another linter (DL3009), or by group (security).
# extend-select = [\"missing-healthcheck\"]
";

const FAILURE: &str = "
# The severity from which on the exit status is 1: error, warning, info, style or never.
";

const REST: &str = "
# What holds for some paths only.
# [[per-path]]
# glob = \"examples/**\"
# ignore = [\"security\"]
";

/// A commented `lotse.toml`, which takes over what a `.hadolint.yaml` says.
pub fn initial(hadolint: Option<&Hadolint>) -> String {
    let none = Hadolint::default();
    let taken = hadolint.unwrap_or(&none);
    let mut text = SCHEMA_LINE.unwrap_or_default().to_owned();
    text.push_str("# What lotse checks in and below this folder.\n\n");
    text.push_str(SELECTION);
    if hadolint.is_some() {
        text.push_str(OF_HADOLINT);
    }
    text.push_str(RULES);
    extend(&mut text, taken);
    ignore(&mut text, taken);
    text.push_str(FAILURE);
    let threshold = if taken.no_fail { Some(FailOn::Never) } else { taken.failure_threshold };
    match threshold {
        Some(threshold) => _ = writeln!(text, "fail-on = {}", quoted(threshold.name())),
        None => text.push_str("# fail-on = \"warning\"\n"),
    }
    if taken.disable_ignore_pragma {
        text.push_str("\n# Comments in the files suppress nothing.\ninline = false\n");
    }
    severity(&mut text, taken);
    text.push_str(REST);
    options(&mut text, taken);
    text
}

/// The rules that hadolint runs on request and the file asks for, by a severity or by what they need.
fn extend(text: &mut String, taken: &Hadolint) {
    let mut names: Vec<&str> = Vec::new();
    let off = taken.overrides.iter().map(|(code, _)| code).filter(|c| Preset::is_off_in_hadolint(c));
    for code in off {
        let rules = meant(code);
        // A code that means part of a rule is written as it is, as in the severities.
        if rules.iter().any(|(_, variant)| variant.is_some()) {
            names.push(code);
        } else {
            names.extend(rules.iter().map(|(rule, _)| rule.name));
        }
    }
    if !taken.trusted_registries.is_empty() {
        names.push("untrusted-registry");
    }
    if !taken.label_schema.is_empty() || taken.strict_labels {
        names.push("label-schema-violation");
    }
    if !names.is_empty() {
        let names: Vec<_> = names.into_iter().map(quoted).collect();
        let _ = writeln!(text, "extend-select = [{}]", names.join(", "));
    }
}

fn ignore(text: &mut String, taken: &Hadolint) {
    if taken.ignored.is_empty() {
        return text.push_str("# ignore = [\"latest-tag\"]\n");
    }
    text.push_str("ignore = [\n");
    for code in &taken.ignored {
        entry(text, code, "    ", ",", quoted);
    }
    text.push_str("]\n");
}

fn severity(text: &mut String, taken: &Hadolint) {
    text.push_str("\n# How grave findings are: error, warning, info or style.\n");
    if taken.overrides.is_empty() {
        return text.push_str("# [severity]\n# latest-tag = \"error\"\n");
    }
    text.push_str("[severity]\n");
    let mut seen: Vec<String> = Vec::new();
    for (code, severity) in taken.overrides.iter().rev() {
        let mut lines = String::new();
        entry(&mut lines, code, "", &format!(" = {}", quoted(severity.name())), key);
        for line in lines.lines() {
            // TOML allows a key once; for hadolint the last word counts.
            let written = line.split(" = ").next().unwrap_or(line).to_owned();
            if !seen.contains(&written) {
                let _ = writeln!(text, "{line}");
                seen.push(written);
            }
        }
    }
}

/// A line for each rule that a code stands for: the rule's name, or the code where it means a part of the rule only.
/// `name` writes either.
fn entry(text: &mut String, code: &str, before: &str, behind: &str, name: fn(&str) -> String) {
    let rules = meant(code);
    if rules.is_empty() {
        let _ = writeln!(text, "{before}# {}: lotse has no such rule", one_line(code));
    }
    let is_whole = |(rule, _): &Meant| rules.iter().any(|(of, variant)| of.name == rule.name && variant.is_none());
    let in_part = |meant: &Meant| !is_whole(meant);
    if let Some((rule, variant)) = rules.iter().find(|meant| in_part(meant)) {
        let variant = variant.unwrap_or_default();
        let _ = writeln!(text, "{before}{}{behind} # {} ({variant})", name(code), rule.name);
        return;
    }
    for (rule, _) in rules.iter().filter(|(_, variant)| variant.is_none()) {
        let _ = writeln!(text, "{before}{}{behind} # {}", name(rule.name), one_line(code));
    }
}

fn options(text: &mut String, taken: &Hadolint) {
    text.push_str("\n# Options of single rules.\n");
    if taken.trusted_registries.is_empty() {
        text.push_str("# [options.untrusted-registry]\n# trusted-registries = [\"registry.example.org\"]\n");
    } else {
        let names: Vec<_> = taken.trusted_registries.iter().map(|name| quoted(name)).collect();
        let _ = writeln!(text, "[options.untrusted-registry]\ntrusted-registries = [{}]", names.join(", "));
    }
    if taken.label_schema.is_empty() && !taken.strict_labels {
        return;
    }
    text.push_str("\n[options.label-schema-violation]\n");
    if taken.strict_labels {
        text.push_str("strict-labels = true\n");
    }
    let mut labels: Vec<_> = taken.label_schema.iter().rev().collect();
    labels.sort_by_key(|label| &label.key);
    labels.dedup_by_key(|label| &label.key);
    let entries: Vec<_> = labels
        .into_iter()
        .map(|label| {
            let form = LABEL_FORMS.iter().find(|(_, form)| *form == label.form);
            format!("{} = {}", key(&label.key), quoted(form.map_or("text", |(name, _)| name)))
        })
        .collect();
    let _ = writeln!(text, "required-labels = {{ {} }}", entries.join(", "));
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A TOML key.
fn key(text: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let bare = !text.is_empty() && text.chars().all(is_bare);
    if bare { text.to_owned() } else { quoted(text) }
}

/// Text for a comment, which ends at the line's end.
fn one_line(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
