//! Credentials that are written out in the file.

use super::password_arguments::password_arguments;
use crate::knowledge::credentials::{SecretKind, SecretValue, is_credential_name, secret_values};
use crate::knowledge::passwords::is_secret;
use crate::shell::Command;
use crate::source::{Source, Span};

/// A credential: where it stands, and what is to be said of it.
pub type Secret = (Span, String);

/// What has the format of a vendor's key, or is a password in a URL.
pub fn secrets_by_format(source: &Source, span: Span) -> Vec<Secret> {
    let text = source.slice(span);
    let found = secret_values(text).filter_map(|SecretValue { kind, range }| {
        let what = match kind {
            SecretKind::UrlPassword if !is_url_password(text, range.start, range.end) => return None,
            SecretKind::UrlPassword => "this address holds a password".to_owned(),
            _ => format!("this is {}", kind.noun()),
        };
        Some((span.part(range), what))
    });
    found.collect()
}

/// Whether what stands in the place of a URL's password is one: `postgres:postgres@` and what leads to this machine is a sample.
fn is_url_password(text: &str, start: usize, end: usize) -> bool {
    let password = &text[start..end];
    let user = text[..start].trim_end_matches(':').rsplit('/').next().unwrap_or("");
    let host = text[end..].trim_start_matches('@');
    let here = ["localhost", "127.0.0.1", "example."].iter().any(|local| host.starts_with(local));
    !here && password != user && is_secret(password)
}

/// A credential that the name in front of it makes one.
pub fn secret_by_name(name: &str, raw: &str, span: Span) -> Option<Secret> {
    let secret = is_credential_name(name) && is_secret(raw);
    secret.then(|| (span, format!("the value of `{name}` is written out here")))
}

/// Credentials that a command is given in variables or as arguments.
pub fn secrets_of_command(command: &Command) -> impl Iterator<Item = Secret> {
    let assigned = command.assignments.iter().filter_map(|assignment| {
        let value = assignment.value.as_ref()?;
        secret_by_name(&assignment.name, value.literal.as_deref()?, value.span)
    });
    let written =
        password_arguments(command).filter(|argument| argument.word.literal.is_some() && is_secret(argument.value));
    let program = command.name().unwrap_or("the command");
    assigned.chain(
        written.map(move |argument| (argument.span(), format!("the password for `{program}` is written out here"))),
    )
}
