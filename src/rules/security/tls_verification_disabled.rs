//! Certificates are not checked.

use super::super::prelude::*;
use crate::facts::pipes::file_verified;
use crate::facts::{Destination, unchecked_certificates};
use crate::knowledge::trust::variable_skips_tls;
use crate::rules::findings::Finding;
use crate::shell::Command;

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
    for command in run.facts.commands() {
        for (span, what) in unchecked_certificates(command) {
            let finding = report(span, what, findings);
            if is_verified(run, command) {
                finding.severity(Severity::Info);
            }
        }
    }
}

/// Whether what a command fetches is compared with a checksum, so that it does not matter who has sent it.
fn is_verified(run: &Run<'_>, command: &Command) -> bool {
    run.facts.pieces.iter().any(|piece| {
        let mut downloads = piece.deeds.downloads.iter();
        downloads.any(|download| match (&download.to, piece.script.commands.get(download.command)) {
            (Destination::Path(path, _), Some(of)) => {
                of.span == command.span && file_verified(&piece.script, download.command, path)
            }
            _ => false,
        })
    })
}

fn check_variables(step: &Step<'_>, findings: &mut Findings) {
    for pair in step.instruction.kind.settings() {
        if pair.value.is_some_and(|value| variable_skips_tls(&pair.name.value, &value.value)) {
            report(pair.span, &pair.name.value, findings);
        }
    }
}

fn report<'f>(span: Span, what: &str, findings: &'f mut Findings) -> Finding<'f> {
    findings
        .at(span, format!("with `{what}` nobody checks who answers"))
        .help("install the missing certificate (`ca-certificates`, or your own authority's) and leave the check on")
}
