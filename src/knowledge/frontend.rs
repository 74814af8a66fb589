//! Versions of the Dockerfile frontend, `docker/dockerfile`: which flag came with which.
//!
//! Sources: the tables "Minimum Dockerfile version" of the Dockerfile reference, and the frontend's release notes for the labs channel.

/// A part of the language that older frontends refuse.
#[derive(Debug)]
pub struct Feature {
    /// The instructions that take the flag.
    pub instructions: &'static [&'static str],
    /// The flag without `--`.
    pub flag: &'static str,
    /// The first version 1.N of the stable channel; `None` where it is in none.
    pub stable: Option<u32>,
    /// The first version 1.N-labs.
    pub labs: u32,
}

const fn feature(instructions: &'static [&'static str], flag: &'static str, stable: u32, labs: u32) -> Feature {
    Feature { instructions, flag, stable: Some(stable), labs }
}

/// Flags that are younger than version 1.0.
static FEATURES: &[Feature] = &[
    feature(&["ADD"], "checksum", 6, 5),
    feature(&["ADD", "COPY"], "chmod", 2, 2),
    Feature { instructions: &["RUN"], flag: "device", stable: None, labs: 14 },
    feature(&["ADD", "COPY"], "exclude", 19, 7),
    feature(&["ADD"], "keep-git-dir", 1, 1),
    feature(&["ADD", "COPY"], "link", 4, 4),
    feature(&["RUN"], "mount", 2, 1),
    feature(&["RUN"], "network", 3, 1),
    feature(&["COPY"], "parents", 20, 7),
    feature(&["RUN"], "security", 20, 1),
    feature(&["ADD"], "unpack", 17, 17),
];

/// Heredocs.
pub static HEREDOCS: Feature = feature(&["ADD", "COPY", "RUN"], "", 4, 3);

/// What a flag of an instruction (in upper case) needs; `None` where every version has it.
pub fn feature_of(instruction: &str, flag: &str) -> Option<&'static Feature> {
    FEATURES.iter().find(|feature| feature.flag == flag && feature.instructions.contains(&instruction))
}

/// The minor version and the channel of a tag of `docker/dockerfile`: `1.4`, `1.4.3-labs`. `None` for a tag that moves on with
/// the minor versions, such as `1`.
pub fn minor_version(tag: &str) -> Option<(u32, bool)> {
    let (numbers, labs) = match tag.split_once('-') {
        None => (tag, false),
        Some((numbers, "labs")) => (numbers, true),
        Some(_) => return None,
    };
    let mut parts = numbers.split('.');
    if parts.next() != Some("1") {
        return None;
    }
    Some((parts.next()?.parse().ok()?, labs))
}

impl Feature {
    /// Whether version 1.`minor` lacks it.
    pub fn is_missing_in(&self, minor: u32, labs: bool) -> bool {
        let since = if labs { Some(self.labs) } else { self.stable };
        since.is_none_or(|since| minor < since)
    }
}
