//! The command line: definitions that feed parser, help and completions, and one file per subcommand. Only this room
//! writes to standard output and standard error.

mod check;
mod color;
mod completions;
mod dev;
mod diff;
mod explain;
mod format;
mod image;
mod init;
mod input;
mod man;
mod output;
mod pager;
mod pool;
mod progress;
mod rules;
mod server;
mod shared;

use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use crate::report::escaped;

/// Guides containers safely into port: lints Dockerfiles, their build context and entrypoint scripts.
#[derive(Parser)]
#[command(
    name = "lotse",
    version,
    long_version = VERSION,
    propagate_version = true,
    disable_help_subcommand = true,
    after_help = "Examples:\n  lotse check                 lint every Dockerfile below this folder\n  \
                  lotse check Dockerfile      lint one\n  \
                  docker save app | lotse image -   lint an image\n  \
                  lotse format                lay out every Dockerfile below this folder\n  lotse explain DL3009        say why a rule matters"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Lint Dockerfiles
    Check(Box<check::Arguments>),
    /// Lint images that were built: archives and folders
    Image(Box<image::Arguments>),
    /// Lay out Dockerfiles, all in one way
    Format(format::Arguments),
    /// Say what a rule is about, why it matters and what to do
    Explain(explain::Arguments),
    /// List the rules
    Rules(rules::Arguments),
    /// Write a configuration file to begin with
    Init(init::Arguments),
    /// Serve an editor: the language server, over standard input and output
    Server(server::Arguments),
    /// Write completions for a shell
    Completions(completions::Arguments),
    /// Write the manual pages
    Man(man::Arguments),
    /// Tools for the people who work on lotse
    #[command(hide = true)]
    Dev(dev::Arguments),
}

/// The version with the commit, where it is known, and the target.
const VERSION: &str = if env!("LOTSE_COMMIT").is_empty() {
    concat!(env!("CARGO_PKG_VERSION"), " (", env!("LOTSE_TARGET"), ")")
} else {
    concat!(env!("CARGO_PKG_VERSION"), " (", env!("LOTSE_COMMIT"), ", ", env!("LOTSE_TARGET"), ")")
};

/// Lotse did what was asked and there is nothing to fail on.
const GOOD: u8 = 0;
/// There are findings to fail on.
const FINDINGS: u8 = 1;
/// Lotse could not do its job.
const FAILED: u8 = 2;

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return ExitCode::from(refuse(&error)),
    };
    let status = match arguments.command {
        Command::Check(arguments) => arguments.run(),
        Command::Image(arguments) => arguments.run(),
        Command::Format(arguments) => arguments.run(),
        Command::Explain(arguments) => arguments.run(),
        Command::Rules(arguments) => arguments.run(),
        Command::Init(arguments) => arguments.run(),
        Command::Server(arguments) => arguments.run(),
        Command::Completions(arguments) => arguments.run(),
        Command::Man(arguments) => arguments.run(),
        Command::Dev(arguments) => arguments.run(),
    };
    ExitCode::from(status)
}

/// Shows help or the version, or says what is wrong with the arguments.
fn refuse(error: &clap::Error) -> u8 {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return finish(error.print());
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = error.print();
        return FAILED;
    }
    let text = error.render().to_string();
    say(text.strip_prefix("error: ").unwrap_or(&text).trim_end());
    FAILED
}

/// Writes a message for the user to standard error.
fn say(message: impl Display) {
    let message = message.to_string();
    let lines: Vec<_> = message.lines().map(escaped).collect();
    // Where standard error is closed nobody can be told.
    let _ = writeln!(io::stderr().lock(), "lotse: {}", lines.join("\n"));
}

/// Writes to standard output what a subcommand has to say.
fn print(text: &str) -> u8 {
    let mut out = io::stdout().lock();
    finish(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// The exit status of something written to standard output: a reader who has read enough is no error.
fn finish(written: io::Result<()>) -> u8 {
    match written {
        Ok(()) => GOOD,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => GOOD,
        Err(error) => {
            say(format_args!("cannot write to standard output: {error}"));
            FAILED
        }
    }
}
