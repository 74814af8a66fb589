//! Keys of labels that break the rules for keys.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("invalid-label-key", Group::Style, Severity::Style)
    .recommended()
    .aliases(&["hadolint:DL3048 plain", "hadolint:DL3048 hadolint-only", "tally:labels/valid-key"])
    .page(include_str!("../../../rules/style/invalid-label-key.md"))
    .checks(&[Check::Instruction(&[Keyword::Label], check)]);

/// Prefixes that Docker keeps for itself. Source: docs.docker.com, "Docker object labels".
const RESERVED: &[&str] = &["com.docker.", "io.docker.", "org.dockerproject."];

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Kind::Label(pairs) = &step.instruction.kind else { return };
    for pair in pairs.pairs.iter().filter(|pair| !pair.key.value.contains('$')) {
        let stage = step.stage.map(|stage| stage.index);
        let value = step.file.model.expand(&pair.key.value, stage, step.index);
        let Some(key) = value.as_known() else { continue };
        if step.file.options.required_labels.iter().any(|label| &*label.key == key) {
            continue;
        }
        if let Some(problem) = problem(key) {
            findings
                .at(pair.key.span, problem)
                .variant("plain")
                .help("use letters and digits, joined by single `.`, `-`, `_` or `/`: `org.example.team`");
        } else if !is_by_the_book(key) {
            findings
                .at(pair.key.span, format!("the key `{key}` is not made of lower-case letters, digits, `.` and `-`"))
                .variant("hadolint-only");
        }
    }
}

fn problem(key: &str) -> Option<String> {
    let separator = |letter: char| matches!(letter, '.' | '-' | '_' | '/');
    if key.is_empty() {
        return Some("the key of a label is empty".to_owned());
    }
    if let Some(prefix) = RESERVED.iter().find(|prefix| key.starts_with(**prefix)) {
        return Some(format!("keys that begin with `{prefix}` are Docker's own"));
    }
    if let Some(letter) = key.chars().find(|letter| !letter.is_ascii_alphanumeric() && !separator(*letter)) {
        return Some(format!("`{}` has no place in the key of a label", letter.escape_debug()));
    }
    if key.starts_with(separator) || key.ends_with(separator) {
        return Some(format!("the key `{key}` begins or ends with a separator"));
    }
    let doubled = key.as_bytes().windows(2).any(|pair| pair.iter().all(|byte| separator(char::from(*byte))));
    doubled.then(|| format!("the key `{key}` has two separators in a row"))
}

/// Docker's guidelines to the letter: lower case, and a letter at both ends. Most keys in the wild do not keep to them.
fn is_by_the_book(key: &str) -> bool {
    let letter = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_lowercase);
    let bytes = key.as_bytes();
    letter(bytes.first())
        && bytes.last().is_some_and(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        && bytes.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(byte))
}
