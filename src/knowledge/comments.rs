//! Comments that speak to a tool. Sources: the manuals of the tools.

/// What comments for tools, and of rights, begin with, in lower case.
const PRAGMAS: &[&str] = &[
    "check=", "checkov:", "hadolint", "kics-scan", "lotse", "nosemgrep", "renovate:", "shellcheck", "syft:", "tally",
    "trivy:", "spdx-", "copyright", "license", "licence",
];

/// Whether a comment speaks to a tool, or of rights.
pub fn is_pragma(text: &str) -> bool {
    let lower = text.get(..16).unwrap_or(text).to_ascii_lowercase();
    lower.starts_with('!') || PRAGMAS.iter().any(|pragma| lower.starts_with(pragma))
}

/// Whether a comment's text suppresses findings of some linter.
pub fn suppresses(text: &str) -> bool {
    if let Some(check) = text.strip_prefix("check=") {
        return skips_a_check(check);
    }
    let Some((tool, rest)) = text.split_once([' ', '\t']) else { return false };
    let Some((words, _)) = rest.split_once('=') else { return false };
    let mut words = words.split_whitespace();
    let (first, second, more) = (words.next(), words.next(), words.next());
    let known = matches!(tool, "lotse" | "hadolint" | "tally" | "droast" | "checkov" | "kics-scan" | "trivy");
    known
        && more.is_none()
        && matches!(
            (first, second),
            (Some("ignore" | "ignore-file" | "skip" | "disable"), None)
                | (Some("global" | "stage" | "file"), Some("ignore"))
        )
}

/// Whether the value of BuildKit's `check` leaves a check out.
pub fn skips_a_check(value: &str) -> bool {
    value.split(';').any(|part| part.trim_start().starts_with("skip="))
}

/// Whether a comment that suppresses something says why: `reason="…"`, or words behind the list of rules.
pub fn gives_reason(comment: &str) -> bool {
    if let Some((_, reason)) = comment.split_once("reason=") {
        return !reason.trim_matches(['"', '\'', ' ']).is_empty();
    }
    let Some((_, list)) = comment.split_once("ignore=") else { return false };
    let mut words = list.split_whitespace().skip_while(|word| word.ends_with(','));
    // Behind the last rule of the list.
    words.next();
    words.any(|word| !word.starts_with(',') && word.chars().any(char::is_alphabetic))
}
