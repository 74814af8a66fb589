//! `lotse format [PATHS]…`: one layout for all Dockerfiles.

use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;

use super::color::Color;
use super::input::{Input, inputs};
use super::{FAILED, FINDINGS, GOOD, diff, finish, pool, say};
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

    /// How many files are laid out at a time [default: one for each processor]
    #[arg(short, long, value_name = "NUMBER")]
    jobs: Option<NonZeroUsize>,

    /// Colour in the diff
    #[arg(long, value_enum, default_value_t, value_name = "WHEN", env = "LOTSE_COLOR", hide_env = true)]
    color: Color,
}

impl Arguments {
    pub(super) fn run(&self) -> u8 {
        let mut complete = true;
        let inputs = inputs(&self.paths, self.stdin_filename.as_deref(), &mut complete);
        let (mut out, mut changed) = (Vec::new(), 0_usize);
        let results = pool::each(&inputs, self.jobs, |input| self.one(input));
        for (input, result) in inputs.iter().zip(results) {
            let done = result.unwrap_or_else(|message| Done { fails: Some(message), ..Done::default() });
            changed += usize::from(done.changes);
            complete &= done.fails.is_none();
            out.extend_from_slice(&done.out);
            for message in done.note.into_iter().chain(done.fails) {
                say(format_args!("{}: {message}", input.path().display()));
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

    /// Lays out one file and does with it what is asked for.
    fn one(&self, input: &Input) -> Result<Done, String> {
        let path = input.path();
        let source = input.read().map_err(|error| error.to_string())?;
        let to_stdout = input.stdin().is_some() && !self.check && !self.diff;
        let result = layout(path).map(|style| format(&source, &style));
        let Ok(Formatted::Changed(after)) = &result else {
            let mut done =
                Done { out: if to_stdout { source.bytes().to_vec() } else { Vec::new() }, ..Done::default() };
            match result.and_then(|result| left(&source, &result)) {
                Ok(note) => done.note = note.map(str::to_owned),
                // What was given on standard input is given back, whatever it is.
                Err(message) if to_stdout => done.fails = Some(message),
                Err(message) => return Err(message),
            }
            return Ok(done);
        };
        let mut out = Vec::new();
        if to_stdout {
            out.extend_from_slice(after.bytes());
        } else if self.check {
            let _ = writeln!(out, "{}", path.display());
        } else if self.diff {
            let mut text = String::new();
            diff::add(path, Some(&source), after, self.color.is_on(), &mut text);
            out.extend_from_slice(text.as_bytes());
        } else {
            fix::write(Some(&source), after).map_err(|error| error.to_string())?;
        }
        Ok(Done { changes: true, out, ..Done::default() })
    }
}

/// What became of a file.
#[derive(Default)]
struct Done {
    changes: bool,
    /// For standard output.
    out: Vec<u8>,
    /// For the user, where the file stays as it is and that is no failure.
    note: Option<String>,
    /// Why it stays as it is, where that is one.
    fails: Option<String>,
}

/// Why a file stays as it is, where that is no good sign.
fn left(source: &Source, result: &Formatted) -> Result<Option<&'static str>, String> {
    match result {
        Formatted::Unchanged | Formatted::Changed(_) => Ok(None),
        Formatted::Template => Ok(Some("left as it is: a template")),
        Formatted::Broken(error) => {
            Err(format!("left as it is: line {}: {}", source.lines().line(error.span.start), error.message))
        }
        Formatted::Mistake => Err("left as it is, because the result would mean something else; that is a mistake of \
                                   lotse: please report it with the file"
            .to_owned()),
    }
}
