//! Credentials in the texts of an image's configuration: where they are, and how they are shown, which is never whole.

use std::ops::Range;

use crate::knowledge::credentials::{SecretKind, SecretValue, is_credential_name, secret_values};
use crate::knowledge::passwords::is_secret;

/// Characters that are shown of a credential, and how long it is at least where any are.
const SHOWN: usize = 3;
const LONG: usize = 12;
const MASK: &str = "***";

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
    let is_real = |secret: &SecretValue| {
        secret.kind != SecretKind::UrlPassword || text.get(secret.range.clone()).is_some_and(is_secret)
    };
    let known = secret_values(text).filter(is_real);
    let mut found: Vec<Secret> = known
        .map(|SecretValue { kind, range }| {
            let end = if kind == SecretKind::PrivateKey { end_of_key(text, range.end) } else { range.end };
            Secret { range: range.start..end, what: kind.noun() }
        })
        .collect();
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
        if !is_known && is_credential_name(name) && is_secret(bare) && !is_masked(bare) {
            found.push(Secret { range, what: format!("the value of `{name}`") });
        }
    }
    found.sort_by_key(|secret| secret.range.start);
    found
}

/// Where a private key ends whose first line ends there: behind its last line, else with its own line.
fn end_of_key(text: &str, from: usize) -> usize {
    const LAST: &str = "-----END";
    let rest = text.get(from..).unwrap_or("");
    let last = rest.find(LAST).map_or(0, |last| last + LAST.len());
    let behind = &rest[last..];
    let mark = behind.find("-----").filter(|_| last > 0).map(|mark| mark + "-----".len());
    from + last + mark.or_else(|| behind.find('\n')).unwrap_or(behind.len())
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

/// Whether a text is what [`masked`] makes.
fn is_masked(text: &str) -> bool {
    text.strip_suffix(MASK).is_some_and(|shown| matches!(shown.chars().count(), 0 | SHOWN))
}

/// A credential as it is shown: its beginning, if it is long.
pub fn masked(secret: &str) -> String {
    let shown = if secret.chars().count() < LONG { 0 } else { SHOWN };
    secret.chars().take(shown).chain(MASK.chars()).collect()
}

/// A text of the same length in which these credentials cannot be read, so that all places in it stay.
pub fn hidden<'r>(text: &str, secrets: impl IntoIterator<Item = &'r Range<usize>>) -> String {
    let mut out = text.as_bytes().to_vec();
    for range in secrets {
        let Some(secret) = text.get(range.clone()) else { continue };
        let shown = if secret.chars().count() < LONG { 0 } else { SHOWN };
        let from = secret.char_indices().nth(shown).map_or(secret.len(), |(at, _)| at);
        let hide = |byte: &mut u8| *byte = if matches!(*byte, b'\n' | b'\r' | b' ') { *byte } else { b'*' };
        out[range.start + from..range.end].iter_mut().for_each(hide);
    }
    String::from_utf8(out).unwrap_or_else(|_| "*".repeat(text.len()))
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
