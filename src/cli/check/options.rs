//! The options of `lotse check`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::output::{Output, OutputParser};
use crate::cli::color::Color;
use crate::config::{FailOn, Preset};

/// Arguments of `lotse check`.
#[derive(clap::Args)]
#[command(after_help = "Examples:\n  lotse check\n  lotse check --preset hadolint Dockerfile\n  \
    lotse check --select missing-user,DL3009 services/\n  \
    cat Dockerfile | lotse check --stdin-filename web/Dockerfile -\n  lotse check --diff --unsafe-fixes Dockerfile\n\n\
    Exit status: 0 no findings to fail on, 1 findings, 2 lotse could not do its job.")]
pub(in crate::cli) struct Arguments {
    /// Files, folders and patterns; `-` is standard input
    #[arg(default_value = ".", value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,

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
    pub(super) format: Vec<Output>,

    /// Write the report to this file
    #[arg(long, short, value_name = "FILE")]
    pub(super) output_file: Option<PathBuf>,

    /// Count the findings of each rule, in place of the human report
    #[arg(long)]
    pub(super) statistics: bool,

    /// Rules to begin with [default: recommended]
    #[arg(long, value_enum, env = "LOTSE_PRESET", hide_env = true, help_heading = "Rules")]
    pub(super) preset: Option<Preset>,

    /// Only these rules: names, codes of other linters, groups, or `all`
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "RULE",
        env = "LOTSE_SELECT",
        hide_env = true,
        help_heading = "Rules"
    )]
    pub(super) select: Vec<String>,

    /// These rules as well
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "RULE",
        env = "LOTSE_EXTEND_SELECT",
        hide_env = true,
        help_heading = "Rules"
    )]
    pub(super) extend_select: Vec<String>,

    /// Not these rules
    #[arg(
        long,
        value_delimiter = ',',
        value_name = "RULE",
        env = "LOTSE_IGNORE",
        hide_env = true,
        help_heading = "Rules"
    )]
    pub(super) ignore: Vec<String>,

    /// Repair what can be repaired without a change of what the image does
    #[arg(long, group = "repair", help_heading = "Repairs")]
    pub(super) fix: bool,

    /// Show what repairs would change, and change nothing; exit with 1 if they would
    #[arg(long, group = "repair", help_heading = "Repairs")]
    pub(super) diff: bool,

    /// Make repairs as well after which the image may differ
    #[arg(long, requires = "repair", help_heading = "Repairs")]
    pub(super) unsafe_fixes: bool,

    /// Only repairs of these rules
    #[arg(long, value_delimiter = ',', value_name = "RULE", requires = "repair", help_heading = "Repairs")]
    pub(super) fix_only: Vec<String>,

    /// No findings of the kind that ShellCheck has
    #[arg(long, help_heading = "Rules")]
    pub(super) no_shell: bool,

    /// Do not heed comments that suppress findings
    #[arg(long, help_heading = "Rules")]
    pub(super) no_inline: bool,

    /// Exit with 1 from this severity on [default: warning]
    #[arg(long, value_enum, value_name = "SEVERITY", env = "LOTSE_FAIL_ON", hide_env = true)]
    pub(super) fail_on: Option<FailOn>,

    /// Use this configuration file [default: the nearest lotse.toml above each file, else .hadolint.yaml]
    #[arg(long, value_name = "FILE", env = "LOTSE_CONFIG", hide_env = true, conflicts_with = "isolated")]
    pub(super) config: Option<PathBuf>,

    /// Use no configuration file
    #[arg(long)]
    pub(super) isolated: bool,

    /// The build context [default: each file's folder]
    #[arg(long, value_name = "FOLDER", help_heading = "Build")]
    pub(super) context: Option<PathBuf>,

    /// Do not look at a build context
    #[arg(long, conflicts_with = "context", help_heading = "Build")]
    pub(super) no_context: bool,

    /// Value of a build argument
    #[arg(long, value_name = "NAME=VALUE", help_heading = "Build")]
    pub(super) build_arg: Vec<String>,

    /// The stage to build
    #[arg(long, value_name = "STAGE", help_heading = "Build")]
    pub(super) target: Option<String>,

    /// What standard input is called in the report
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<PathBuf>,

    /// Colour in the report
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", env = "LOTSE_COLOR", hide_env = true)]
    pub(super) color: Color,

    /// No closing summary
    #[arg(long, short)]
    pub(super) quiet: bool,

    /// Say which configuration is used for which file, and how long it took
    #[arg(long, short)]
    pub(super) verbose: bool,

    /// Lint again when a file changes
    #[arg(long, short, conflicts_with = "repair")]
    pub(super) watch: bool,

    /// How many files are linted at a time [default: one for each processor]
    #[arg(long, short, value_name = "NUMBER")]
    pub(super) jobs: Option<NonZeroUsize>,
}
