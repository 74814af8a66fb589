//! Digests: `sha256:…` and `sha512:…`, as names and as sums over what passes.

use sha2::digest::Output;
use sha2::{Digest as _, Sha256, Sha512};

/// Which sums are wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Algorithms {
    pub(super) sha256: bool,
    pub(super) sha512: bool,
}

impl Algorithms {
    /// Those that a digest needs to be compared.
    pub(super) fn of(digest: &str) -> Self {
        Self { sha256: digest.starts_with("sha256:"), sha512: digest.starts_with("sha512:") }
    }

    /// Those of both.
    pub(super) fn and(self, other: Self) -> Self {
        Self { sha256: self.sha256 || other.sha256, sha512: self.sha512 || other.sha512 }
    }
}

/// A sum that is being made.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    sha256: Option<Sha256>,
    sha512: Option<Sha512>,
}

impl Sums {
    pub(super) fn new(wanted: Algorithms) -> Self {
        Self { sha256: wanted.sha256.then(Sha256::new), sha512: wanted.sha512.then(Sha512::new) }
    }

    /// Whether every byte has to pass here.
    pub(super) fn is_wanted(&self) -> bool {
        self.sha256.is_some() || self.sha512.is_some()
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        if let Some(sum) = &mut self.sha256 {
            sum.update(bytes);
        }
        if let Some(sum) = &mut self.sha512 {
            sum.update(bytes);
        }
    }

    /// `sha256:…`, then `sha512:…`, where they were wanted.
    pub(super) fn digests(&self) -> Vec<String> {
        let sha256 = self.sha256.as_ref().map(|sum| format!("sha256:{}", hex::<Sha256>(&sum.clone().finalize())));
        let sha512 = self.sha512.as_ref().map(|sum| format!("sha512:{}", hex::<Sha512>(&sum.clone().finalize())));
        sha256.into_iter().chain(sha512).collect()
    }
}

fn hex<D: sha2::digest::OutputSizeUser>(sum: &Output<D>) -> String {
    use std::fmt::Write as _;
    sum.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// How a digest compares with the sums that were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compared {
    Same,
    Different,
    /// No sum of its kind was made.
    Unknown,
}

/// Compares a digest with the sums of its algorithm.
pub(super) fn compare(digest: &str, sums: &[String]) -> Compared {
    match alike(digest, sums) {
        Some(sum) if sum == digest => Compared::Same,
        Some(_) => Compared::Different,
        None => Compared::Unknown,
    }
}

/// The sum of the algorithm of a digest.
pub(super) fn alike<'s>(digest: &str, sums: &'s [String]) -> Option<&'s str> {
    let (algorithm, _) = digest.split_once(':')?;
    let of_it = |sum: &&String| sum.split_once(':').is_some_and(|(other, _)| other == algorithm);
    sums.iter().find(of_it).map(String::as_str)
}

/// The sums of a short text.
pub(super) fn of_bytes(bytes: &[u8], wanted: Algorithms) -> Vec<String> {
    let mut sums = Sums::new(wanted);
    sums.update(bytes);
    sums.digests()
}

/// The two halves of a digest that is written as the specification wants it: `sha256`, and 64 digits in lower case.
pub(super) fn parts(digest: &str) -> Option<(&str, &str)> {
    let (algorithm, encoded) = digest.split_once(':')?;
    let length = match algorithm {
        "sha256" => 64,
        "sha512" => 128,
        _ => return None,
    };
    is_hex(encoded, length).then_some((algorithm, encoded))
}

/// Whether a text is so many hexadecimal digits in lower case.
pub(super) fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The first digits, for messages.
pub(super) fn short(digest: &str) -> &str {
    let digits = digest.find(':').map_or(0, |colon| colon + 1);
    digest.get(..digits + 12).unwrap_or(digest)
}
