//! The commands of a RUN, wherever they stand: in the shell form, in heredocs, in the exec form.

use std::sync::OnceLock;

use super::deeds::{Account, Deeds, Destination, Download, PackageAction, deeds};
use super::directories::{Directory, directories};
use super::pipes::file_noticed;
use super::site::Site;
use super::writes::{Written, writes_of_run};
use crate::knowledge::tools::is_verifier;
use crate::shell::{Command, Dialect, Finding, Joint, Script};
use crate::source::Span;

/// What a RUN does.
#[derive(Debug)]
pub struct RunFacts {
    /// Index of the instruction in the file.
    pub at: usize,
    /// Its stage.
    pub stage: Option<usize>,
    /// Whether it is an ONBUILD trigger.
    pub onbuild: bool,
    /// The shell that runs it.
    pub dialect: Dialect,
    /// The shell is started with `-o pipefail`.
    pub pipefail: bool,
    /// The shell is started with `-e`.
    pub errexit: bool,
    /// Its texts; several where it has several heredocs.
    pub pieces: Vec<Piece>,
    /// See [`RunFacts::writes`].
    pub(super) writes: OnceLock<Box<[Written]>>,
}

/// A text of commands.
#[derive(Debug)]
pub struct Piece {
    /// Where it comes from.
    pub origin: PieceOrigin,
    /// All of it.
    pub span: Span,
    /// Its language.
    pub dialect: Dialect,
    /// Its commands.
    pub script: Script,
    /// What they do.
    pub deeds: Deeds,
    /// What the shell linter says of it; empty where it was not asked.
    pub findings: Vec<Finding>,
    /// See [`Piece::directories`].
    directories: OnceLock<Box<[Directory]>>,
}

/// Where a text of commands comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PieceOrigin {
    /// The shell form.
    Shell,
    /// A heredoc, by its number in the instruction.
    Heredoc(usize),
    /// The exec form.
    Exec,
}

impl Piece {
    /// Reads the deeds off a script.
    pub(super) fn new(
        origin: PieceOrigin,
        span: Span,
        dialect: Dialect,
        script: Script,
        findings: Vec<Finding>,
    ) -> Self {
        let deeds = deeds(&script);
        Self { origin, span, dialect, script, deeds, findings, directories: OnceLock::new() }
    }

    /// In which directory each command runs, found out at the first question; `site` is that of its instruction.
    pub fn directories(&self, site: &Site<'_>) -> &[Directory] {
        self.directories.get_or_init(|| directories(&self.script, site.directory()).into())
    }

    /// Whether it is the shell form of a shell that was fully understood.
    pub fn is_plain(&self) -> bool {
        self.origin == PieceOrigin::Shell && self.dialect.is_shell() && self.script.broken.is_none()
    }

    /// The numbers of the chained commands of the text itself: none in `$( … )`, none in the argument of `sh -c`.
    pub fn chained_commands(&self) -> Vec<usize> {
        let chained = |command: &Command| {
            !matches!(command.joined_by, Joint::Pipe | Joint::Or)
                && !command.substitution
                && !command.wrappers.iter().any(|wrapper| wrapper.name.ends_with("sh"))
        };
        let commands = self.script.commands.iter().enumerate();
        commands.filter(|(_, command)| chained(command)).map(|(number, _)| number).collect()
    }

    /// Whether a later command reads the file that a download has stored, and fails if it is not what it should be.
    pub fn notices_file_of(&self, download: &Download) -> bool {
        match &download.to {
            Destination::Path(path, _) => file_noticed(&self.script, download.command + 1, path),
            _ => false,
        }
    }

    /// Whether a command is a download that goes to a file.
    pub fn saves(&self, command: usize) -> bool {
        let at = self.deeds.downloads.partition_point(|download| download.command < command);
        let download = self.deeds.downloads.get(at).filter(|download| download.command == command);
        download.is_some_and(|download| matches!(download.to, Destination::Path(..)))
    }

    /// The command that a use of a package manager is.
    pub fn command_of(&self, action: &PackageAction) -> Option<&Command> {
        self.script.commands.get(action.command)
    }

    /// Its downloads of single files, with their addresses; clones of git are none.
    pub fn fetched_files(&self) -> impl Iterator<Item = (&Download, &str, Span)> {
        let files = self.deeds.downloads.iter().filter(|download| &*download.tool != "git");
        files.filter_map(|download| download.url.as_ref().map(|(url, span)| (download, &**url, *span)))
    }
}

impl RunFacts {
    /// Every command, in the order in which they stand.
    pub fn commands(&self) -> impl Iterator<Item = &Command> {
        self.pieces.iter().flat_map(|piece| &piece.script.commands)
    }

    /// What the commands write, found out at the first question; what a mount keeps out of the layer is left out. `site` is
    /// that of the instruction.
    pub fn writes(&self, site: &Site<'_>) -> &[Written] {
        self.writes.get_or_init(|| writes_of_run(self, site).into())
    }

    /// Every use of a package manager.
    pub fn packages(&self) -> impl Iterator<Item = &PackageAction> {
        self.pieces.iter().flat_map(|piece| &piece.deeds.packages)
    }

    /// Every download, clones of git included.
    pub fn downloads(&self) -> impl Iterator<Item = &Download> {
        self.pieces.iter().flat_map(|piece| &piece.deeds.downloads)
    }

    /// Every account that is created.
    pub fn accounts(&self) -> impl Iterator<Item = &Account> {
        self.pieces.iter().flat_map(|piece| &piece.deeds.accounts)
    }

    /// Whether it calls a program of that name.
    pub fn calls(&self, program: &str) -> bool {
        self.commands().any(|command| command.name() == Some(program))
    }

    /// Whether it compares files with digests or signatures.
    pub fn verifies(&self) -> bool {
        self.commands().any(|command| command.name().is_some_and(is_verifier))
    }
}
