//! Credentials written out in the file.

use super::super::prelude::*;
use crate::facts::secrets::{secret_by_name, secrets_by_format, secrets_of_command};

pub(crate) static RULE: Rule = Rule::new("hardcoded-secret-value", Group::Security, Severity::Error)
    .recommended()
    .workshop()
    .aliases(&[
        "tally:secrets-in-code",
        "droast:DF013",
        "kics:secrets_stored_in_dockerfile",
        "kics:passwords_and_secrets_in_infrastructure_code_dockerfile",
    ])
    .page(include_str!("../../../rules/security/hardcoded-secret-value.md"))
    .checks(&[Check::Instruction(
        &[
            Keyword::Arg,
            Keyword::Cmd,
            Keyword::Copy,
            Keyword::Entrypoint,
            Keyword::Env,
            Keyword::Healthcheck,
            Keyword::Label,
            Keyword::Run,
        ],
        check,
    )]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let mut found = secrets_by_format(step.file.source, step.instruction.span);
    found.extend(step.instruction.kind.settings().filter_map(|pair| {
        let value = pair.value?;
        secret_by_name(&pair.name.value, &value.value, value.span)
    }));
    found.extend(step.commands().flat_map(secrets_of_command));
    // A comment may say that the value is to be replaced.
    let sample = step.is_explained(&["override", "overwrite", "replace", "change"]);
    let severity = if sample { Severity::Info } else { Severity::Error };
    found.sort_by_key(|(span, _)| (span.start, span.end));
    let mut end = 0;
    for (span, what) in found {
        // A key behind `--password` is one finding.
        if span.start >= end {
            end = span.end;
            findings.at(span, what).severity(severity).help(HELP);
        }
    }
}

const HELP: &str = "take it out of the file and out of use, and mount it as a secret: it is in every copy of the image and \
                    of the repository";
