//! Credentials written out in the file.

use super::super::prelude::*;
use crate::facts::password_arguments::password_arguments;
use crate::knowledge::credentials::{SecretKind, credential_name, secret_value};
use crate::knowledge::passwords::is_secret;
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "hardcoded-secret-value",
    group: Group::Security,
    severity: Severity::Error,
    recommended: true,
    workshop: true,
    aliases: &[
        "tally:secrets-in-code",
        "droast:DF013",
        "kics:secrets_stored_in_dockerfile",
        "kics:passwords_and_secrets_in_infrastructure_code_dockerfile",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/hardcoded-secret-value.md"),
    checks: &[Check::Instruction(
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
    )],
};

fn check(step: &Step<'_>, findings: &mut Findings) {
    let mut found = by_format(step);
    match &step.instruction.kind {
        Kind::Arg(pairs) => {
            for pair in pairs {
                found.extend(pair.value.as_ref().and_then(|value| named(&pair.name.value, &value.value, value.span)));
            }
        }
        Kind::Env(pairs) | Kind::Label(pairs) => {
            found.extend(
                pairs.pairs.iter().filter_map(|pair| named(&pair.key.value, &pair.value.value, pair.value.span)),
            );
        }
        _ => {
            let run = step.file.facts.run(step.index).into_iter().flat_map(|run| &run.pieces);
            let startup = step.file.facts.startup(step.index).map(|startup| &startup.piece);
            for command in run.chain(startup).flat_map(|piece| &piece.script.commands) {
                in_command(command, &mut found);
            }
        }
    }
    found.sort_by_key(|(span, _)| (span.start, span.end));
    let mut end = 0;
    for (span, what) in found {
        // A key behind `--password` is one finding.
        if span.start >= end {
            end = span.end;
            findings
                .at(span, what)
                .help("take it out of the file and out of use, and mount it as a secret: it is in every copy of the image and of the repository");
        }
    }
}

type Found = (Span, String);

/// What has the format of a vendor's key, or is a password in a URL.
fn by_format(step: &Step<'_>) -> Vec<Found> {
    let span = step.instruction.span;
    let text = step.file.source.slice(span);
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(secret) = text.get(from..).and_then(secret_value) {
        let (start, end) = (from + secret.range.start, from + secret.range.end);
        let what = match secret.kind {
            SecretKind::Vendor(vendor) => Some(format!("this is {} {vendor}", article(vendor))),
            SecretKind::PrivateKey => Some("this is a private key".to_owned()),
            SecretKind::UrlPassword => {
                is_url_password(text, start, end).then(|| "this address holds a password".to_owned())
            }
            SecretKind::JsonWebToken => Some("this is a JSON Web Token".to_owned()),
        };
        let offset = |at: usize| span.start + u32::try_from(at).unwrap_or(0);
        found.extend(what.map(|what| (Span::new(offset(start), offset(end)), what)));
        from = end.max(from + 1);
    }
    found
}

/// Whether what stands in the place of a URL's password is one: `postgres:postgres@` and what leads to this machine is a sample.
fn is_url_password(text: &str, start: usize, end: usize) -> bool {
    let password = &text[start..end];
    let user = text[..start].trim_end_matches(':').rsplit('/').next().unwrap_or("");
    let host = text[end..].trim_start_matches('@');
    let here = ["localhost", "127.0.0.1", "example."].iter().any(|local| host.starts_with(local));
    !here && password != user && is_secret(password)
}

fn named(name: &str, raw: &str, span: Span) -> Option<Found> {
    let secret = credential_name(name).is_some() && is_secret(raw);
    secret.then(|| (span, format!("the value of `{name}` is written out here")))
}

fn in_command(command: &Command, found: &mut Vec<Found>) {
    for assignment in &command.assignments {
        let value = assignment.value.as_ref().and_then(|value| Some((value.literal.as_deref()?, value.span)));
        found.extend(value.and_then(|(text, span)| named(&assignment.name, text, span)));
    }
    for argument in password_arguments(command) {
        if argument.word.literal.is_some() && is_secret(argument.value) {
            let program = command.name().unwrap_or("the command");
            found.push((argument.span(), format!("the password for `{program}` is written out here")));
        }
    }
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o']) { "an" } else { "a" }
}
