//! A loop that waits for another service, forever if need be.

use super::super::prelude::*;
use crate::facts::endless_waits;

pub(crate) static RULE: Rule = Rule::new("unbounded-wait-loop", Group::Runtime, Severity::Info)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/runtime/unbounded-wait-loop.md"))
    .checks(&[Check::Start(check)]);

fn check(view: &StartView<'_>, findings: &mut Findings) {
    for (around, probe) in endless_waits(&view.piece.script, view.source()) {
        let name = probe.name().unwrap_or("the probe");
        findings
            .at(around.keyword, format!("this loop waits for {name} without a limit"))
            .help("give up after some time, so that the container ends with an error that somebody sees");
    }
}
