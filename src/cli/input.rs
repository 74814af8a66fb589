//! What the paths on the command line mean: files, and standard input.

use std::path::{Path, PathBuf};

use super::say;
use crate::discover::{self, ReadError};
use crate::source::Source;

/// The argument that stands for standard input.
const STDIN: &str = "-";

/// Whether an argument stands for standard input.
pub(super) fn is_stdin(path: &Path) -> bool {
    path == Path::new(STDIN)
}

/// Something to read.
pub(super) enum Input {
    /// Standard input, and what it is called.
    Stdin(PathBuf),
    /// A file.
    File(PathBuf),
}

impl Input {
    /// What standard input is called, if this is it.
    pub(super) fn stdin(&self) -> Option<&Path> {
        match self {
            Self::Stdin(path) => Some(path),
            Self::File(_) => None,
        }
    }

    /// What it is called.
    pub(super) fn path(&self) -> &Path {
        let (Self::Stdin(path) | Self::File(path)) = self;
        path
    }

    /// Its text.
    pub(super) fn read(&self) -> Result<Source, ReadError> {
        match self {
            Self::Stdin(path) => discover::read_stdin(path),
            Self::File(path) => discover::read(path),
        }
    }
}

/// The files that some paths mean; says what cannot be found.
pub(super) fn inputs(paths: &[PathBuf], stdin_filename: Option<&Path>, complete: &mut bool) -> Vec<Input> {
    let mut inputs = Vec::new();
    if paths.iter().any(|path| is_stdin(path)) {
        inputs.push(Input::Stdin(stdin_filename.unwrap_or(Path::new("<stdin>")).to_owned()));
    }
    let paths: Vec<PathBuf> = paths.iter().filter(|path| !is_stdin(path)).cloned().collect();
    let found = discover::find(&paths);
    *complete &= found.problems.is_empty();
    found.problems.iter().for_each(say);
    for path in found.empty {
        say(format_args!(
            "{}: no Dockerfile found; a file with another name is linted when it is named",
            path.display()
        ));
    }
    inputs.extend(found.files.into_iter().map(Input::File));
    inputs
}
