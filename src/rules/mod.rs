//! The rules and their table. A rule is a short question to a finished model: it has no state, reads no file, and asks
//! about no other rule. To add one: the page in `rules/GROUP/NAME.md`, the question in `src/rules/GROUP/NAME.rs`, and one
//! line in the table below.

mod archives;
mod check;
pub mod context;
pub mod correctness;
mod dead_bytes;
mod drops;
mod edits;
mod findings;
pub mod image;
mod image_secrets;
mod image_view;
mod joins;
pub mod layers;
mod left_behind;
pub mod options;
mod ownership;
pub mod packages;
pub mod page;
mod prelude;
mod promise;
pub mod reproducibility;
mod run;
pub mod runtime;
pub mod security;
pub mod shell;
mod shellcheck;
pub mod size;
mod stage_view;
pub mod style;
mod table;
pub(crate) mod wording;
mod working_directory;

pub use check::{Check, ContextView, File, Run, ScriptView, StageView, StartPlace, StartView, Step};
pub use findings::{Finding, Findings};
pub use image_view::ImageView;
pub use promise::unpromised;
pub use run::{Found, Place, Questions, run, run_on_image};
pub use shellcheck::{is_of_shell_linter, severity_in_shellcheck};
pub use table::{ALL, Meant, OURS, by_alias, by_name, by_peer, nearest, nearest_of, resolve};

use crate::diagnostic::Severity;
use crate::meaning::Freedom;

/// A rule: what it is called, how grave it is, where it is documented, and what it asks.
#[derive(Debug)]
pub struct Rule {
    /// Completes "allow …": `package-cache-not-removed`.
    pub name: &'static str,
    /// What it is about; also the folder of its page and file.
    pub group: Group,
    /// Unless the user says otherwise.
    pub severity: Severity,
    /// Whether it is part of the preset `recommended`.
    pub recommended: bool,
    /// Whether it is part of the preset `workshop`.
    pub workshop: bool,
    /// Names in other linters, `hadolint:DL3009`; behind a blank the variant that the name stands for, `hadolint:DL3018 apk`.
    pub aliases: &'static [&'static str],
    /// Whether it repairs.
    pub fix: FixKind,
    /// What its safe repairs may change although the image stays the same.
    pub may_change: &'static [Freedom],
    /// Its page.
    pub page: &'static str,
    /// What it asks, of what.
    pub checks: &'static [Check],
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Group {
    Correctness,
    Security,
    Reproducibility,
    Size,
    Layers,
    Packages,
    Runtime,
    Shell,
    Style,
    Context,
    Image,
}

impl Group {
    /// Every group, in the order in which they are shown.
    pub const ALL: &[Self] = &[
        Self::Correctness,
        Self::Security,
        Self::Reproducibility,
        Self::Size,
        Self::Layers,
        Self::Packages,
        Self::Runtime,
        Self::Shell,
        Self::Style,
        Self::Context,
        Self::Image,
    ];

    /// Its name, also of its folder.
    pub fn name(self) -> &'static str {
        match self {
            Self::Correctness => "correctness",
            Self::Security => "security",
            Self::Reproducibility => "reproducibility",
            Self::Size => "size",
            Self::Layers => "layers",
            Self::Packages => "packages",
            Self::Runtime => "runtime",
            Self::Shell => "shell",
            Self::Style => "style",
            Self::Context => "context",
            Self::Image => "image",
        }
    }
}

/// Whether a rule repairs what it finds, at its best.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FixKind {
    /// It offers no repair.
    None,
    /// The image built afterwards behaves the same.
    Safe,
    /// It may not.
    Unsafe,
}

impl FixKind {
    /// As users read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
        }
    }
}

impl Rule {
    /// A rule that is in no preset but `strict`, has no other names, repairs nothing and asks nothing, until it is told more.
    const fn new(name: &'static str, group: Group, severity: Severity) -> Self {
        Self {
            name,
            group,
            severity,
            recommended: false,
            workshop: false,
            aliases: &[],
            fix: FixKind::None,
            may_change: &[],
            page: "",
            checks: &[],
        }
    }

    /// In the preset `recommended`.
    const fn recommended(self) -> Self {
        Self { recommended: true, ..self }
    }

    /// In the preset `workshop`.
    const fn workshop(self) -> Self {
        Self { workshop: true, ..self }
    }

    /// See [`Rule::aliases`].
    const fn aliases(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }

    /// See [`Rule::fix`].
    const fn fix(self, fix: FixKind) -> Self {
        Self { fix, ..self }
    }

    /// See [`Rule::may_change`].
    const fn may_change(self, may_change: &'static [Freedom]) -> Self {
        Self { may_change, ..self }
    }

    /// See [`Rule::page`].
    const fn page(self, page: &'static str) -> Self {
        Self { page, ..self }
    }

    /// See [`Rule::checks`].
    const fn checks(self, checks: &'static [Check]) -> Self {
        Self { checks, ..self }
    }

    /// Its aliases that hold for a finding of this variant, `hadolint:DL3018`.
    pub fn aliases_for(&self, variant: Option<&str>) -> impl Iterator<Item = &'static str> {
        self.aliases.iter().filter_map(move |alias| match alias.split_once(' ') {
            None => (!variant.is_some_and(is_peer_only)).then_some(*alias),
            Some((code, of)) => (Some(of) == variant).then_some(code),
        })
    }

    /// Its aliases without the variants that they stand for, each once.
    pub fn codes(&self) -> Vec<&'static str> {
        let mut codes: Vec<&str> = Vec::new();
        for alias in self.aliases {
            let code = alias.split(' ').next().unwrap_or(alias);
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
    }

    /// The variants of what only a peer reports and lotse by itself would not: `buildkit-only` of `buildkit:UndefinedVar
    /// buildkit-only`. They are chosen by the peer's code, not by the rule's name.
    pub fn peer_only(&self) -> impl Iterator<Item = &'static str> {
        self.aliases
            .iter()
            .filter_map(|alias| alias.split_once(' '))
            .map(|(_, variant)| variant)
            .filter(|variant| is_peer_only(variant))
    }

    /// Why its repairs are unsafe, or may be: a sentence of its page, lower case, no full stop.
    pub fn unsafe_because(&self) -> Option<&'static str> {
        const HEADING: &[u8] = b"\n## Repair\n\n";
        let start = memchr::memmem::find(self.page.as_bytes(), HEADING)? + HEADING.len();
        let section = self.page.get(start..)?;
        let (_, reason) = section.lines().next()?.split_once("nsafe: ")?;
        Some(reason.trim_end_matches('.'))
    }

    /// The first line of its page behind the title: one sentence.
    pub fn summary(&self) -> &'static str {
        self.page.lines().find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or("")
    }
}

/// Whether a variant is of findings that only a peer reports: its name says so.
pub fn is_peer_only(variant: &str) -> bool {
    variant.ends_with("-only")
}
