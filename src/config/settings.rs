//! The outcome of command line, environment and configuration files for one Dockerfile.

use std::path::PathBuf;

use super::{Preset, Reading, Selection};
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
    /// As users write it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
            Self::Style => "style",
            Self::Never => "never",
        }
    }

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
    /// Replaces the preset or `select` of weaker layers; what these add and remove stays added and removed.
    pub preset: Option<Preset>,
    /// Replaces the whole selection that weaker layers make.
    pub select: Option<Vec<Meant>>,
    /// Adds to it.
    pub extend_select: Vec<Meant>,
    /// Removes from it.
    pub ignore: Vec<Meant>,
    /// How grave findings are.
    pub severity: Vec<(Meant, Severity)>,
    /// From which severity on the exit status is 1.
    pub fail_on: Option<FailOn>,
    /// Whether comments in the files suppress findings.
    pub inline: Option<bool>,
    /// Whether shell text is checked for what ShellCheck finds.
    pub shell: Option<bool>,
    /// The stage to build.
    pub target: Option<String>,
    /// Values of build arguments; each replaces the weaker one of its name.
    pub build_args: Vec<(String, String)>,
    /// The build context.
    pub context: Option<PathBuf>,
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
    /// How images are read.
    pub reading: Reading,
    /// Whether comments in files suppress findings.
    pub inline: bool,
    /// The build context; the Dockerfile's folder where none is said.
    pub context: Option<PathBuf>,
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
        let preset = layers.iter().rev().find_map(|layer| layer.preset).unwrap_or_default();
        let mut settings = Self {
            selection: selection(layers, preset),
            rules: Vec::new(),
            severity: Vec::new(),
            preset,
            options,
            reading: Reading::default(),
            inline: true,
            context: None,
            fail_on: preset.fail_on(),
        };
        for layer in layers {
            settings.apply(layer);
        }
        settings.rules = settings.selection.rules();
        settings
    }

    fn apply(&mut self, layer: &Layer) {
        self.severity.extend(&layer.severity);
        self.fail_on = layer.fail_on.unwrap_or(self.fail_on);
        self.inline = layer.inline.unwrap_or(self.inline);
        if let Some(context) = &layer.context {
            self.context = Some(context.clone());
        }
        let options = &mut self.options;
        options.shell = layer.shell.unwrap_or(options.shell);
        if let Some(target) = &layer.target {
            options.target = Some(target.clone());
        }
        for (name, value) in &layer.build_args {
            options.build_args.retain(|(known, _)| known != name);
            options.build_args.push((name.clone(), value.clone()));
        }
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

/// The rules that the layers choose together. A `select` stands against everything weaker; a preset against weaker presets
/// and `select`s only, so that what a file ignores stays ignored when the command line names another preset.
fn selection(layers: &[&Layer], preset: Preset) -> Selection {
    let selects = layers.iter().rposition(|layer| layer.select.is_some());
    let stronger_preset = layers.iter().rposition(|layer| layer.preset.is_some()) > selects;
    let select = selects.filter(|_| !stronger_preset);
    let mut chosen = match select.and_then(|at| layers[at].select.as_ref()) {
        Some(select) => select.iter().copied().collect(),
        None => preset.selection(),
    };
    for layer in layers.iter().skip(select.unwrap_or(0)) {
        layer.extend_select.iter().for_each(|meant| chosen.add(*meant));
        layer.ignore.iter().for_each(|meant| chosen.remove(*meant));
    }
    chosen
}
