//! Keys of labels that break the rules for keys.

use super::super::prelude::*;
use crate::knowledge::label_keys::{is_by_the_book, key_fault};

pub(crate) static RULE: Rule = Rule::new("invalid-label-key", Group::Style, Severity::Style)
    .recommended()
    .aliases(&["hadolint:DL3048 plain", "hadolint:DL3048 hadolint-only", "tally:labels/valid-key"])
    .page(include_str!("../../../rules/style/invalid-label-key.md"))
    .checks(&[Check::Instruction(&[Keyword::Label], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Kind::Label(pairs) = &step.instruction.kind else { return };
    for pair in pairs.pairs.iter().filter(|pair| !pair.key.value.contains('$')) {
        let value = step.expand(&pair.key.value);
        let Some(key) = value.as_known() else { continue };
        if step.file.options.required_labels.iter().any(|label| &*label.key == key) {
            continue;
        }
        if let Some(fault) = key_fault(key) {
            findings
                .at(pair.key.span, fault)
                .variant("plain")
                .help("use letters and digits, joined by single `.`, `-`, `_` or `/`: `org.example.team`");
        } else if !is_by_the_book(key) {
            findings
                .at(pair.key.span, format!("the key `{key}` is not made of lower-case letters, digits, `.` and `-`"))
                .variant("hadolint-only");
        }
    }
}
