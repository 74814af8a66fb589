//! Private keys that protect nothing: for tests, or with a certificate for names that no public authority would certify.

use crate::context::Context;
use crate::knowledge::credentials::{is_reserved_name, names_no_secret};

/// Whether the key at `path` is called, or lies, like one that protects nothing, or its certificate is for nobody.
pub(super) fn is_nobodys_key(context: &Context, path: &str, text: &str) -> bool {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let beside = || ["crt", "cert", "cer", "pem"].iter().filter_map(|ending| context.file(&format!("{stem}.{ending}")));
    names_no_secret(path) || is_for_nobody(text) || beside().any(|file| is_for_nobody(file.text()))
}

/// Whether the first certificate of a text names a host that exists on one machine or in examples only.
fn is_for_nobody(text: &str) -> bool {
    let Some((_, behind)) = text.split_once("-----BEGIN CERTIFICATE-----") else { return false };
    let Some((body, _)) = behind.split_once("-----END") else { return false };
    let bytes = from_base64(body);
    // Names are plain text in a certificate; the number that follows one may be a digit.
    bytes
        .split(|byte| !byte.is_ascii_graphic() && *byte != b' ')
        .filter_map(|run| std::str::from_utf8(run).ok())
        .any(|run| is_reserved_name(run.trim_end_matches(['0', '1'])))
}

/// The bytes that a text in base64 stands for; what is no letter of it is skipped.
fn from_base64(text: &str) -> Vec<u8> {
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::with_capacity(text.len() / 4 * 3));
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => continue,
        };
        bits = bits << 6 | u32::from(value);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held).to_le_bytes()[0]);
            bits &= (1 << held) - 1;
        }
    }
    bytes
}
