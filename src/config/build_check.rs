//! What `check` options ask for: those of BuildKit's directive `# check=`, and of the build argument that stands in its place.

use super::preset::EXPERIMENTAL;
use crate::rules::{Meant, by_peer};

/// The build argument whose value counts instead of the file's directive.
const ARGUMENT: &str = "BUILDKIT_DOCKERFILE_CHECK";

/// The options `skip=A,B;error=true;experimental=C`.
#[derive(Debug, Default)]
pub struct BuildCheck {
    /// Build checks that are not run.
    pub skipped: Vec<Meant>,
    /// Experimental ones that are.
    pub experimental: Vec<Meant>,
    /// Findings of the build checks make the build fail.
    pub errors: bool,
}

impl BuildCheck {
    /// Those of the build argument, where it is given.
    pub fn given(build_args: &[(String, String)]) -> Option<Self> {
        build_args.iter().find(|(name, _)| name == ARGUMENT).map(|(_, value)| Self::of(value))
    }

    /// Reads the options.
    pub(super) fn of(text: &str) -> Self {
        let mut asked = Self::default();
        for (key, value) in text.split(';').filter_map(|part| part.split_once('=')) {
            let value = value.trim();
            match key.trim() {
                "error" => asked.errors = matches!(value, "true" | "True" | "TRUE" | "1" | "t" | "T"),
                "skip" => asked.skipped = value.split(',').flat_map(|name| skipped(name.trim())).collect(),
                "experimental" => {
                    asked.experimental = checks(|code| {
                        let named = || value.split(',').any(|name| name.trim() == code);
                        EXPERIMENTAL.contains(&code) && (value == "all" || named())
                    });
                }
                _ => {}
            }
        }
        asked
    }
}

/// The build checks that a name behind `skip=` stands for.
pub(super) fn skipped(name: &str) -> Vec<Meant> {
    checks(|code| (name == "all" || name == code) && !EXPERIMENTAL.contains(&code))
}

fn checks(pick: impl Fn(&str) -> bool) -> Vec<Meant> {
    by_peer("buildkit").into_iter().filter(|(code, _)| pick(code)).map(|(_, meant)| meant).collect()
}
