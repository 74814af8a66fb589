//! A package manager is told not to look at signatures.

use super::super::prelude::*;
use crate::facts::unsigned;

pub(crate) static RULE: Rule = Rule::new("package-signature-check-disabled", Group::Security, Severity::Warning)
    .recommended()
    .aliases(&[
        "checkov:CKV2_DOCKER_7", "checkov:CKV2_DOCKER_8", "checkov:CKV2_DOCKER_9", "checkov:CKV2_DOCKER_10",
        "checkov:CKV2_DOCKER_11",
    ])
    .page(include_str!("../../../rules/security/package-signature-check-disabled.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    let source = run.step.file.source;
    for place in run.facts.pieces.iter().flat_map(|piece| unsigned(piece, source)) {
        let what = source.slice(place.span);
        findings
            .at(place.span, format!("with `{what}` packages are installed whoever made them"))
            .severity(if place.of_own_build { Severity::Info } else { Severity::Warning })
            .help("install the key of the repository, and leave the check on");
    }
}
