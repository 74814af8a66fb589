//! Comments that suppress findings, for teams that keep all exceptions in the configuration.

use super::super::prelude::*;
use crate::dockerfile::DirectiveName;

pub(crate) static RULE: Rule = Rule::new("inline-suppression", Group::Style, Severity::Info)
    .aliases(&["hadolint:DL1001", "droast:DF072", "tally:--require-reason"])
    .page(include_str!("../../../rules/style/inline-suppression.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let directives = file.dockerfile.directives.iter().filter(|directive| directive.name == DirectiveName::Check);
    let directives =
        directives.filter(|directive| skips(file.source.slice(directive.value))).map(|directive| directive.span);
    let comments = file.dockerfile.comments.iter();
    let comments = comments.filter(|comment| suppresses(file.source.slice(comment.text))).map(|comment| comment.span);
    let reasoned = file.options.reason_required;
    for span in directives.chain(comments) {
        let text = file.source.slice(span);
        if !reasoned {
            findings
                .at(span, "a finding is suppressed here")
                .help("mend what was found, or ignore it in the configuration");
        } else if !gives_reason(text) {
            findings
                .at(span, "a finding is suppressed here without a reason")
                .help("say why behind it: `reason=\"…\"`");
        }
    }
}

/// Whether a comment's text suppresses findings of some linter.
fn suppresses(text: &str) -> bool {
    if let Some(check) = text.strip_prefix("check=") {
        return skips(check);
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
fn skips(value: &str) -> bool {
    value.split(';').any(|part| part.trim_start().starts_with("skip="))
}

/// `reason="…"`, or words behind the list of rules.
fn gives_reason(comment: &str) -> bool {
    if let Some((_, reason)) = comment.split_once("reason=") {
        return !reason.trim_matches(['"', '\'', ' ']).is_empty();
    }
    let Some((_, list)) = comment.split_once("ignore=") else { return false };
    let mut words = list.split_whitespace().skip_while(|word| word.ends_with(','));
    // Behind the last rule of the list.
    words.next();
    words.any(|word| !word.starts_with(',') && word.chars().any(char::is_alphabetic))
}
