//! Comments that suppress nothing. The engine asks this itself, because only it knows what was suppressed.

use super::super::prelude::*;

/// The rule.
pub static RULE: Rule = Rule {
    name: "unused-suppression",
    group: Group::Style,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &["droast:DF072", "tally:--warn-unused-directives"],
    fix: FixKind::Safe,
    page: include_str!("../../../rules/style/unused-suppression.md"),
    checks: &[],
};
