//! Credentials in the texts of an image's configuration: where they are, and how they are shown, which is never whole.

use std::ops::Range;

use crate::knowledge::credentials::{SecretKind, is_credential_name, secret_value};
use crate::knowledge::passwords::is_secret;

/// Characters that are shown of a credential, and how long it is at least where any are.
const SHOWN: usize = 3;
const LONG: usize = 12;

/// A credential in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Secret {
    /// Where it is.
    pub range: Range<usize>,
    /// What it is: `a GitHub token`, `the value of TOKEN`.
    pub what: String,
}

/// The credentials in a text, by their format, and by the names that they are given to: `TOKEN=…`, `ENV PASSWORD …`.
pub fn secrets(text: &str) -> Vec<Secret> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(secret) = text.get(from..).and_then(secret_value) {
        let range = from + secret.range.start..from + secret.range.end;
        let what = match secret.kind {
            SecretKind::Vendor(vendor) => format!("{} {vendor}", article(vendor)),
            SecretKind::PrivateKey => "a private key".to_owned(),
            SecretKind::UrlPassword => "a password in an address".to_owned(),
            SecretKind::JsonWebToken => "a JSON Web Token".to_owned(),
        };
        from = range.end.max(from + 1);
        if secret.kind != SecretKind::UrlPassword || is_secret(&text[range.clone()]) {
            found.push(Secret { range, what });
        }
    }
    let by_format = found.clone();
    for word in words(text) {
        let Some((name, value)) = text[word.clone()].split_once('=') else { continue };
        let name = name.trim_start_matches(['"', '\'', '-']);
        let start = word.end - value.len();
        let bare = value.trim_matches(['"', '\'', ';']);
        let start = start + value.find(bare).unwrap_or(0);
        let range = start..start + bare.len();
        let before = by_format.partition_point(|known| known.range.start < range.end);
        let is_known = before > 0 && by_format[before - 1].range.end > range.start;
        if !is_known && is_credential_name(name) && is_secret(bare) {
            found.push(Secret { range, what: format!("the value of `{name}`") });
        }
    }
    found.sort_by_key(|secret| secret.range.start);
    found
}

fn article(noun: &str) -> &'static str {
    if noun.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o']) { "an" } else { "a" }
}

fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let ends = text.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| at).chain([text.len()]);
    let mut start = 0;
    ends.map(move |end| {
        let word = start.min(end)..end;
        start = end + text[end..].chars().next().map_or(0, char::len_utf8);
        word
    })
}

/// A credential as it is shown: its beginning, if it is long.
pub fn masked(secret: &str) -> String {
    let shown = if secret.chars().count() < LONG { 0 } else { SHOWN };
    secret.chars().take(shown).chain("***".chars()).collect()
}

/// A text in which no credential can be read.
pub fn without_secrets(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut from = 0;
    for Secret { range, .. } in secrets(text) {
        out.push_str(text.get(from..range.start).unwrap_or(""));
        out.push_str(&masked(&text[range.clone()]));
        from = range.end.max(from);
    }
    out.push_str(text.get(from..).unwrap_or(""));
    out
}
