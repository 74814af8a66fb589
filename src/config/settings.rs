//! The outcome of command line, environment and configuration files for one Dockerfile.

use super::{Preset, Selection};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rules::options::Options;
use crate::rules::{Meant, Rule, by_name};

/// From which severity on findings make the exit status 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
#[allow(missing_docs, reason = "the names say it")]
pub enum FailOn {
    Error,
    #[default]
    Warning,
    Info,
    Style,
    Never,
}

impl FailOn {
    /// Whether a finding of this severity makes the exit status 1.
    pub fn reached_by(self, severity: Severity) -> bool {
        match self {
            Self::Error => severity >= Severity::Error,
            Self::Warning => severity >= Severity::Warning,
            Self::Info => severity >= Severity::Info,
            Self::Style => true,
            Self::Never => false,
        }
    }
}

/// What one source of settings says: a configuration file, an entry for some paths, or the command line with the
/// environment.
#[derive(Clone, Debug, Default)]
pub struct Layer {
    /// Replaces the selection.
    pub preset: Option<Preset>,
    /// Replaces the selection.
    pub select: Option<Vec<Meant>>,
    /// Adds to it.
    pub extend_select: Vec<Meant>,
    /// Removes from it.
    pub ignore: Vec<Meant>,
    /// How grave findings are.
    pub severity: Vec<(Meant, Severity)>,
    /// From which severity on the exit status is 1.
    pub fail_on: Option<FailOn>,
}

/// Everything that is set for one Dockerfile.
#[derive(Clone, Debug)]
pub struct Settings {
    selection: Selection,
    rules: Vec<&'static Rule>,
    severity: Vec<(Meant, Severity)>,
    preset: Preset,
    /// Options of rules.
    pub options: Options,
    /// Whether comments in files suppress findings.
    pub inline: bool,
    /// From which severity on the exit status is 1.
    pub fail_on: FailOn,
}

impl Default for Settings {
    fn default() -> Self {
        Self::new(&[], Options::default())
    }
}

impl Settings {
    /// What the layers make together, the weakest first: each works on the outcome of those before it.
    pub fn new(layers: &[&Layer], options: Options) -> Self {
        let mut settings = Self {
            selection: Selection::default(),
            rules: Vec::new(),
            severity: Vec::new(),
            preset: Preset::default(),
            options,
            inline: true,
            fail_on: FailOn::default(),
        };
        settings.selection = settings.preset.selection();
        for layer in layers {
            settings.apply(layer);
        }
        settings.rules = settings.selection.rules();
        settings
    }

    fn apply(&mut self, layer: &Layer) {
        if let Some(preset) = layer.preset {
            self.preset = preset;
            self.selection = preset.selection();
        }
        if let Some(select) = &layer.select {
            self.selection = select.iter().copied().collect();
        }
        layer.extend_select.iter().for_each(|meant| self.selection.add(*meant));
        layer.ignore.iter().for_each(|meant| self.selection.remove(*meant));
        self.severity.extend(&layer.severity);
        self.fail_on = layer.fail_on.unwrap_or(self.fail_on);
    }

    /// The rules of which anything is wanted.
    pub fn rules(&self) -> &[&'static Rule] {
        &self.rules
    }

    /// Which rules and variants are wanted.
    pub fn selection(&self) -> &Selection {
        &self.selection
    }

    /// How grave a finding is for this user: as set for its variant or rule, the last word counting; else as the peer
    /// that the preset stands for takes it; else as the rule says.
    pub fn severity(&self, finding: &Diagnostic) -> Severity {
        let said = self.severity.iter().rev().find(|((rule, variant), _)| {
            rule.name == finding.rule && (variant.is_none() || *variant == finding.variant)
        });
        let peer = || {
            let rule = by_name(finding.rule)?;
            self.preset.severity(rule.aliases_for(finding.variant))
        };
        said.map(|(_, severity)| *severity).or_else(peer).unwrap_or(finding.severity)
    }
}
