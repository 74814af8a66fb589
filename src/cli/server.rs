//! `lotse server`: the language server on standard input and output.

use std::io::{self, BufReader};

use super::{FAILED, GOOD};
use crate::server::{Ended, run};

/// Arguments of `lotse server`.
#[derive(clap::Args)]
#[command(after_help = "An editor starts it; what to write into its settings is in docs/editors.md.\n\n\
    Exit status: 0 the editor has said goodbye, 1 it has not, 2 lotse could not do its job.")]
pub(super) struct Arguments {
    /// What it does anyway; some editors say so
    #[arg(long, hide = true)]
    stdio: bool,
}

impl Arguments {
    pub(super) fn run(&self) -> u8 {
        let _ = self.stdio;
        match run(BufReader::new(io::stdin()), io::stdout()) {
            Ended::Asked => GOOD,
            Ended::Abandoned => 1,
            Ended::Failed => FAILED,
        }
    }
}
