//! `lotse format [PATHS]…`: one layout for all Dockerfiles.

use std::io::{self, Write};
use std::path::PathBuf;
use std::thread;

use super::color::Color;
use super::input::{Input, inputs};
use super::{FAILED, FINDINGS, GOOD, diff, finish, say};
use crate::fix;
use crate::format::{Formatted, format};
use crate::project::layout;
use crate::source::Source;

/// Arguments of `lotse format`.
#[derive(clap::Args)]
#[command(
    after_help = "What a Dockerfile means never changes, and .editorconfig is honoured. A RUN that is laid out anew is built anew.\n\n\
    Examples:\n  lotse format\n  lotse format --check\n  lotse format --diff services/\n  \
    cat Dockerfile | lotse format --stdin-filename web/Dockerfile -\n\n\
    Exit status: 0 done, 1 with --check or --diff there is something to lay out, 2 lotse could not do its job."
)]
pub(super) struct Arguments {
    /// Files, folders and patterns; `-` is standard input, laid out to standard output
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,

    /// List the files that would change, and change nothing; exit with 1 if there are any
    #[arg(long, conflicts_with = "diff")]
    check: bool,

    /// Show what would change, and change nothing; exit with 1 if anything would
    #[arg(long)]
    diff: bool,

    /// Where standard input would lie
    #[arg(long, value_name = "PATH")]
    stdin_filename: Option<PathBuf>,

    /// Colour in the diff
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", env = "LOTSE_COLOR", hide_env = true)]
    color: Color,
}

impl Arguments {
    pub(super) fn run(&self) -> u8 {
        /// Deeply nested shell text needs more than the usual stack; only what is used is taken from memory.
        const STACK: usize = 16 << 20;
        thread::scope(|scope| {
            let work = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || self.all());
            // Where the system gives no more threads, this one does the work.
            work.map_or_else(|_| self.all(), |work| work.join().unwrap_or(FAILED))
        })
    }

    fn all(&self) -> u8 {
        let mut complete = true;
        let inputs = inputs(&self.paths, self.stdin_filename.as_deref(), &mut complete);
        let (mut out, mut changed) = (Vec::new(), 0_usize);
        for input in &inputs {
            match self.one(input, &mut out) {
                Ok(change) => changed += usize::from(change),
                Err(message) => {
                    say(format_args!("{}: {message}", input.path().display()));
                    complete = false;
                }
            }
        }
        let shows = self.check || self.diff;
        if !shows && changed > 0 && inputs.iter().any(|input| input.stdin().is_none()) {
            say(format_args!("formatted {changed} file{}", if changed == 1 { "" } else { "s" }));
        }
        let mut stdout = io::stdout().lock();
        let written = finish(stdout.write_all(&out).and_then(|()| stdout.flush()));
        let status = if shows && changed > 0 { FINDINGS } else { GOOD };
        written.max(if complete { status } else { FAILED })
    }

    /// Lays out one file and does with it what is asked for; whether it changes.
    fn one(&self, input: &Input, out: &mut Vec<u8>) -> Result<bool, String> {
        let path = input.path();
        let source = input.read().map_err(|error| error.to_string())?;
        let to_stdout = input.stdin().is_some() && !self.check && !self.diff;
        let style = layout(path);
        let result = style.map(|style| format(&source, &style));
        let formatted = match &result {
            Ok(Formatted::Changed(after)) => Some(after),
            _ => None,
        };
        if to_stdout {
            out.extend_from_slice(formatted.unwrap_or(&source).bytes());
        }
        let Some(after) = formatted else { return left(&source, result?).map(|()| false) };
        if self.check {
            let _ = writeln!(out, "{}", path.display());
        } else if self.diff {
            let mut text = String::new();
            diff::add(path, Some(&source), after, self.color.is_on(), &mut text);
            out.extend_from_slice(text.as_bytes());
        } else if !to_stdout {
            fix::write(Some(&source), after).map_err(|error| error.to_string())?;
        }
        Ok(true)
    }
}

/// Why a file stays as it is, where that is no good sign.
fn left(source: &Source, result: Formatted) -> Result<(), String> {
    match result {
        Formatted::Unchanged | Formatted::Changed(_) => Ok(()),
        Formatted::Template => {
            say(format_args!("{}: left as it is: a template", source.path().display()));
            Ok(())
        }
        Formatted::Broken(error) => {
            Err(format!("left as it is: line {}: {}", source.lines().line(error.span.start), error.message))
        }
        Formatted::Mistake => Err("left as it is, because the result would mean something else; that is a mistake of \
                                   lotse: please report it with the file"
            .to_owned()),
    }
}
