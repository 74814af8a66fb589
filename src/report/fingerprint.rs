//! Names for findings that stay when lines above them come or go, the same in every format.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::source::Source;

/// The FNV-1a hash: it is the same in every version of lotse, as fingerprints must be.
const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;

fn fnv(hash: u64, bytes: &[u8]) -> u64 {
    const PRIME: u64 = 0x0100_0000_01b3;
    bytes.iter().fold(hash, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME))
}

/// A text as a fingerprint.
pub(super) fn of_text(text: &str) -> String {
    format!("{:016x}", fnv(OFFSET, text.as_bytes()))
}

/// The fingerprints of one file's findings, in their order.
#[derive(Default)]
pub(super) struct Fingerprints(HashMap<u64, u32>);

impl Fingerprints {
    /// Made of rule, marked text and message, and of the how-manieth of equals it is.
    pub(super) fn next(&mut self, source: &Source, finding: &Diagnostic) -> String {
        let texts = [finding.rule, source.slice(finding.span), &finding.message];
        let hash = texts.iter().fold(OFFSET, |hash, text| fnv(fnv(hash, text.as_bytes()), &[0]));
        let number = self.0.entry(hash).or_default();
        *number += 1;
        format!("{hash:016x}:{number}")
    }
}
