//! A RUN writes a credential into the image.

use super::super::prelude::*;
use crate::facts::leaked;

pub(crate) static RULE: Rule = Rule::new("secret-persisted-in-layer", Group::Security, Severity::Warning)
    .recommended()
    .page(include_str!("../../../rules/security/secret-persisted-in-layer.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    for leak in leaked(run.facts, run.step.instruction, &run.step.site()) {
        findings
            .at(leak.span, format!("{} is written to `{}` and stays in this layer", leak.what, leak.place))
            .severity(if run.step.is_handed_on() { Severity::Warning } else { Severity::Info })
            .help(
                "mount the file as a secret (`RUN --mount=type=secret,id=…,target=… …`), or delete it in the same RUN",
            );
    }
}
