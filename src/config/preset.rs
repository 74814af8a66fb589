//! Ready-made selections.

use super::{FailOn, Selection};
use crate::diagnostic::Severity;
use crate::rules::{ALL, Rule, by_name, by_peer, severity_in_shellcheck};

/// A ready-made selection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Preset {
    /// What nearly everyone wants
    #[default]
    Recommended,
    /// The guidelines of the workshops that lotse was written for
    Workshop,
    /// What hadolint checks, with its severities
    Hadolint,
    /// What BuildKit's build checks check, with their severities
    Buildkit,
    /// Every rule
    Strict,
}

/// The build checks that BuildKit runs only where a file asks for them.
pub(super) const EXPERIMENTAL: &[&str] = &["InvalidDefinitionDescription"];

/// The rules about what BuildKit refuses: they come before any build check, so its preset has them.
static REFUSED: &[&str] = &[
    "circular-stage-dependency", "copy-from-empty-stage", "copy-from-own-stage", "copy-multiple-sources-needs-slash",
    "dockerfile-parse-error", "expose-port-out-of-range", "expose-protocol-casing", "instruction-before-from",
    "invalid-healthcheck", "invalid-image-reference", "invalid-instruction-arguments", "invalid-json-form",
    "invalid-onbuild-trigger", "source-outside-build-context", "unknown-instruction",
];

/// Those about what hadolint's parser refuses as well, which is no rule of hadolint's: nothing else is then reported.
static UNREADABLE: &[&str] =
    &["invalid-healthcheck", "invalid-image-reference", "invalid-instruction-arguments", "unknown-instruction"];

/// Hadolint's severities as its documentation lists them (version 2.15); every other DL code is a warning.
static HADOLINT: &[(Severity, &[&str])] = &[
    (
        Severity::Error,
        &[
            "DL1000", "DL3000", "DL3004", "DL3005", "DL3011", "DL3012", "DL3020", "DL3021", "DL3023", "DL3024",
            "DL3026", "DL3043", "DL3044", "DL3061", "DL4000", "DL4004",
        ],
    ),
    (
        Severity::Info,
        &["DL3001", "DL3009", "DL3010", "DL3015", "DL3019", "DL3047", "DL3049", "DL3050", "DL3059", "DL3060", "DL3066"],
    ),
    (Severity::Style, &["DL3048"]),
];

/// What hadolint runs only where a user asks for it, by setting a severity, and codes that it has retired.
static OFF_IN_HADOLINT: &[&str] = &["DL1001", "DL3057", "DL3017", "DL3031", "DL3039"];

impl Preset {
    /// Whether hadolint does not run this code by itself.
    pub(super) fn is_off_in_hadolint(code: &str) -> bool {
        OFF_IN_HADOLINT.iter().any(|off| off.eq_ignore_ascii_case(code))
    }

    /// From which severity on findings make the exit status 1, unless the user says otherwise: as the peer does.
    pub fn fail_on(self) -> FailOn {
        match self {
            Self::Hadolint => FailOn::Info,
            _ => FailOn::default(),
        }
    }

    /// Its rules.
    pub fn selection(self) -> Selection {
        let all = ALL.iter().copied();
        let whole = |rule: &'static Rule| (rule, None);
        match self {
            Self::Recommended => all.filter(|rule| rule.recommended).map(whole).collect(),
            Self::Workshop => all.filter(|rule| rule.workshop).map(whole).collect(),
            Self::Strict => all.map(whole).collect(),
            Self::Hadolint => {
                let codes = by_peer("hadolint").into_iter().chain(by_peer("shellcheck"));
                let on = codes.filter(|(code, _)| !Self::is_off_in_hadolint(code));
                let unreadable = UNREADABLE.iter().filter_map(|name| by_name(name)).map(whole);
                on.map(|(_, meant)| meant).chain(unreadable).collect()
            }
            Self::Buildkit => {
                let codes = by_peer("buildkit").into_iter();
                let codes = codes.filter(|(code, _)| !EXPERIMENTAL.contains(code));
                let refused = REFUSED.iter().filter_map(|name| by_name(name)).map(whole);
                codes.map(|(_, meant)| meant).chain(refused).collect()
            }
        }
    }

    /// How grave the peer that the preset stands for takes a finding with these aliases, where that is known.
    pub fn severity(self, mut aliases: impl Iterator<Item = &'static str>) -> Option<Severity> {
        match self {
            Self::Hadolint => {
                let (peer, code) = aliases
                    .filter_map(|alias| alias.split_once(':'))
                    .find(|(peer, _)| matches!(*peer, "hadolint" | "shellcheck"))?;
                if peer == "shellcheck" {
                    return severity_in_shellcheck(code);
                }
                let listed = HADOLINT.iter().find(|(_, codes)| codes.contains(&code));
                Some(listed.map_or(Severity::Warning, |(severity, _)| *severity))
            }
            Self::Buildkit => aliases.any(|alias| alias.starts_with("buildkit:")).then_some(Severity::Warning),
            Self::Recommended | Self::Workshop | Self::Strict => None,
        }
    }
}
