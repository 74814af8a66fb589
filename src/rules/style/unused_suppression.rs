//! Comments that suppress nothing. The engine asks this itself, because only it knows what was suppressed.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("unused-suppression", Group::Style, Severity::Warning)
    .recommended()
    .aliases(&["droast:DF072", "tally:--warn-unused-directives"])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::Comments])
    .page(include_str!("../../../rules/style/unused-suppression.md"))
    .checks(&[]);
