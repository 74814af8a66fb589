//! The options that all subcommands have which lint something: which rules, which configuration, which reports.

use std::path::PathBuf;

use super::color::Color;
use super::output::{Output, OutputParser};
use super::say;
use crate::config::{FailOn, Layer, Preset, named};
use crate::project::Choice;

/// Which rules, which configuration, which reports.
#[derive(clap::Args)]
pub(in crate::cli) struct Shared {
    /// Form of the report, or `FORM=FILE` to write it to a file; several may be given [default: human]
    #[arg(
        long,
        short,
        value_parser = OutputParser,
        value_delimiter = ',',
        value_name = "FORM",
        env = "LOTSE_FORMAT",
        hide_env = true
    )]
    pub(in crate::cli) format: Vec<Output>,

    /// Write the report to this file
    #[arg(long, short, value_name = "FILE")]
    pub(in crate::cli) output_file: Option<PathBuf>,

    /// Count the findings of each rule, in place of the human report
    #[arg(long)]
    pub(in crate::cli) statistics: bool,

    /// Rules to begin with [default: recommended]
    #[arg(long, value_enum, env = "LOTSE_PRESET", hide_env = true, help_heading = "Rules")]
    pub(in crate::cli) preset: Option<Preset>,

    /// Only these rules: names, codes of other linters, groups, or `all`
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "RULE",
        env = "LOTSE_SELECT",
        hide_env = true,
        help_heading = "Rules"
    )]
    pub(in crate::cli) select: Vec<String>,

    /// These rules as well
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "RULE",
        env = "LOTSE_EXTEND_SELECT",
        hide_env = true,
        help_heading = "Rules"
    )]
    pub(in crate::cli) extend_select: Vec<String>,

    /// Not these rules
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "RULE",
        env = "LOTSE_IGNORE",
        hide_env = true,
        help_heading = "Rules"
    )]
    pub(in crate::cli) ignore: Vec<String>,

    /// Do not heed comments that suppress findings
    #[arg(long, help_heading = "Rules")]
    pub(in crate::cli) no_inline: bool,

    /// Exit with 1 from this severity on [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY", env = "LOTSE_FAIL_ON", hide_env = true)]
    pub(in crate::cli) fail_on: Option<FailOn>,

    /// Use this configuration file [default: the nearest lotse.toml above each file, else .hadolint.yaml]
    #[arg(long, value_name = "FILE", env = "LOTSE_CONFIG", hide_env = true, conflicts_with = "isolated")]
    pub(in crate::cli) config: Option<PathBuf>,

    /// Use no configuration file
    #[arg(long)]
    pub(in crate::cli) isolated: bool,

    /// Value of a build argument
    #[arg(long, value_name = "NAME=VALUE", help_heading = "Build")]
    pub(in crate::cli) build_arg: Vec<String>,

    /// The stage to build
    #[arg(long, value_name = "STAGE", help_heading = "Build")]
    pub(in crate::cli) target: Option<String>,

    /// Colour in the report
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", env = "LOTSE_COLOR", hide_env = true)]
    pub(in crate::cli) color: Color,

    /// No closing summary
    #[arg(long, short)]
    pub(in crate::cli) quiet: bool,

    /// Say which configuration is used for which file, and how long it took
    #[arg(long, short)]
    pub(in crate::cli) verbose: bool,
}

impl Shared {
    /// Which configuration holds.
    pub(in crate::cli) fn choice(&self) -> Choice {
        match &self.config {
            Some(file) => Choice::File(file.clone()),
            None if self.isolated => Choice::None,
            None => Choice::Nearest,
        }
    }

    /// What the command line and the environment say about rules; each name that no rule has is said.
    pub(in crate::cli) fn layer(&self, complete: &mut bool) -> Layer {
        let mut rules = |words: &[String]| {
            let (found, problems) = named(words);
            *complete &= problems.is_empty();
            problems.iter().for_each(say);
            found
        };
        Layer {
            preset: self.preset,
            select: (!self.select.is_empty()).then(|| rules(&self.select)),
            extend_select: rules(&self.extend_select),
            ignore: rules(&self.ignore),
            fail_on: self.fail_on,
            inline: self.no_inline.then_some(false),
            target: self.target.clone(),
            build_args: self.build_arg.iter().map(|pair| build_arg(pair)).collect(),
            ..Layer::default()
        }
    }
}

/// A build argument; as with `docker build`, a name alone takes its value from the environment.
fn build_arg(pair: &str) -> (String, String) {
    let (name, value) = match pair.split_once('=') {
        Some((name, value)) => (name, value.to_owned()),
        None => (pair, std::env::var(pair).unwrap_or_default()),
    };
    (name.to_owned(), value)
}
