//! Certificates are not checked.

use super::super::prelude::*;
use crate::facts::unchecked_certificates;
use crate::knowledge::trust::variable_skips_tls;

/// The rule.
pub static RULE: Rule = Rule {
    name: "tls-verification-disabled",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &[
        "checkov:CKV2_DOCKER_2", "checkov:CKV2_DOCKER_3", "checkov:CKV2_DOCKER_4", "checkov:CKV2_DOCKER_5",
        "checkov:CKV2_DOCKER_6", "checkov:CKV2_DOCKER_12", "checkov:CKV2_DOCKER_13", "checkov:CKV2_DOCKER_14",
        "checkov:CKV2_DOCKER_15", "checkov:CKV2_DOCKER_16",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/tls-verification-disabled.md"),
    checks: &[Check::Run(check_run), Check::Instruction(&[Keyword::Arg, Keyword::Env], check_variables)],
};

fn check_run(run: &Run<'_>, findings: &mut Findings) {
    for (span, what) in run.facts.commands().flat_map(unchecked_certificates) {
        report(span, what, findings);
    }
}

fn check_variables(step: &Step<'_>, findings: &mut Findings) {
    for pair in step.instruction.kind.settings() {
        if pair.value.is_some_and(|value| variable_skips_tls(&pair.name.value, &value.value)) {
            report(pair.span, &pair.name.value, findings);
        }
    }
}

fn report(span: Span, what: &str, findings: &mut Findings) {
    findings
        .at(span, format!("with `{what}` nobody checks who answers"))
        .help("install the missing certificate (`ca-certificates`, or your own authority's) and leave the check on");
}
