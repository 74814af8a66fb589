//! The options of `lotse check`.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use crate::cli::image::Reading;
use crate::cli::shared::Shared;

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

    #[command(flatten)]
    pub(super) shared: Shared,

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

    /// The build context [default: each file's folder]
    #[arg(long, value_name = "FOLDER", help_heading = "Build")]
    pub(super) context: Option<PathBuf>,

    /// The image that was built from the Dockerfile: what it refutes is left out, what it confirms says so
    #[arg(long, value_name = "INPUT", conflicts_with_all = ["repair", "watch"], help_heading = "Build")]
    pub(super) image: Option<PathBuf>,

    #[command(flatten)]
    pub(super) reading: Reading,

    /// Do not look at a build context
    #[arg(long, conflicts_with = "context", help_heading = "Build")]
    pub(super) no_context: bool,

    /// What standard input is called in the report
    #[arg(long, value_name = "PATH")]
    pub(super) stdin_filename: Option<PathBuf>,

    /// Lint again when a file changes
    #[arg(long, short, conflicts_with = "repair")]
    pub(super) watch: bool,

    /// How many files are linted at a time [default: one for each processor]
    #[arg(long, short, value_name = "NUMBER")]
    pub(super) jobs: Option<NonZeroUsize>,
}
