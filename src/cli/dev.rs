//! `lotse dev …`: tools for the people who work on lotse.

mod docs;
mod facts;
mod new_rule;
mod profile;
mod repairs;

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::Value;

use super::{FAILED, GOOD, say};
use crate::{discover, dockerfile};

/// Arguments of `lotse dev`.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Print syntax trees
    Tree {
        /// The form of the output; there is one
        #[arg(long, default_value = "json", value_parser = ["json"])]
        format: String,
        /// Dockerfiles
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Print what rules see of a file
    Facts {
        /// A Dockerfile
        file: PathBuf,
    },
    /// Print where the time goes
    Profile {
        /// Dockerfiles, or folders to search for them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
        /// Without the shell linter
        #[arg(long)]
        no_shell: bool,
    },
    /// Print what repairs do to files, and what goes wrong; nothing is written
    Repairs {
        /// Dockerfiles, or folders to search for them
        #[arg(required = true)]
        paths: Vec<PathBuf>,
    },
    /// Begin a rule: page, file and line in the table
    NewRule {
        /// Group of the rule
        group: String,
        /// Name of the rule
        name: String,
    },
    /// Write the generated documents
    Docs,
}

impl Arguments {
    pub(super) fn run(&self) -> u8 {
        match &self.command {
            Command::Tree { files, .. } => tree(files),
            Command::Facts { file } => facts::run(file),
            Command::Profile { paths, no_shell } => profile::run(paths, !no_shell),
            Command::Repairs { paths } => repairs::run(paths),
            Command::NewRule { group, name } => new_rule::run(group, name),
            Command::Docs => docs::run(),
        }
    }
}

fn tree(files: &[PathBuf]) -> u8 {
    let (mut status, mut trees) = (GOOD, Vec::new());
    for path in files {
        match discover::read(path) {
            Ok(source) => trees.push(dockerfile::tree_json(&dockerfile::parse(&source), &source)),
            Err(error) => {
                say(format_args!("{}: {error}", path.display()));
                status = FAILED;
            }
        }
    }
    status.max(super::print(&format!("{}\n", Value::Array(trees))))
}
