//! Scripts of the build context that the image runs, followed through COPY to their file.

use std::collections::HashSet;
use std::sync::Arc;

use super::paths::normalise;
use super::run::{Piece, PieceOrigin, RunFacts};
use super::start::Startup;
use crate::context::Context;
use crate::dockerfile::{Dockerfile, Kind};
use crate::model::{Base, Model, Stage};
use crate::shell::{self, Command, Host, Known, Memory};
use crate::source::{Source, Span, file_name};

/// A script of the build context that the image runs.
#[derive(Debug)]
pub struct ScriptFacts {
    /// Its text.
    pub source: Arc<Source>,
    /// Its path in the context.
    pub context_path: Box<str>,
    /// Its path in the image.
    pub path: Box<str>,
    /// Who runs it, when.
    pub role: Role,
    /// Index of the instruction that runs it.
    pub started_by: usize,
    /// The word that names it there.
    pub named_at: Span,
    /// Index of the COPY or ADD that brings it.
    pub copied_by: usize,
    /// Its stage.
    pub stage: usize,
    /// It is run as a program of its own, not as an argument of an interpreter.
    pub direct: bool,
    /// It is read by `.` or `source`, into the shell that runs there.
    pub sourced: bool,
    /// It is run by its own shebang or by the shell; `false` where the exec form runs it without a shell.
    pub through_shell: bool,
    /// Its mode bits in the context say that it is executable; `None` where the context cannot know.
    pub executable: Option<bool>,
    /// Its shebang line.
    pub shebang: Option<Span>,
    /// Its commands.
    pub piece: Piece,
}

/// When a script runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// As main process of the container: from ENTRYPOINT or CMD.
    Start,
    /// As health check.
    Healthcheck,
    /// During the build: from RUN.
    Build,
}

/// How many scripts of one Dockerfile are followed: a bound for hostile files.
const MOST_SCRIPTS: usize = 64;
/// How many look-ups are made for them.
const MOST_LOOKUPS: usize = 512;
/// How many COPY sources a look-up goes through.
const MOST_COPIES: usize = 512;

/// Follows the scripts that startups and RUNs name.
pub(super) fn follow(
    dockerfile: &Dockerfile,
    model: &Model,
    context: &Context,
    startups: &[Startup],
    runs: &[RunFacts],
    lint_shell: bool,
    memory: &Memory,
) -> Vec<ScriptFacts> {
    let mut follower = Follower {
        dockerfile,
        model,
        context,
        lint_shell,
        memory,
        seen: HashSet::new(),
        lookups: 0,
        found: Vec::new(),
    };
    for startup in startups {
        let role =
            if startup.keyword == crate::dockerfile::Keyword::Healthcheck { Role::Healthcheck } else { Role::Start };
        let Some(stage) = model.stages.get(startup.stage) else { continue };
        for command in &startup.piece.script.commands {
            follower.command(command, stage, startup.at, role, !startup.exec);
        }
    }
    for run in runs.iter().filter(|run| !run.onbuild) {
        let Some(stage) = run.stage.and_then(|stage| model.stages.get(stage)) else { continue };
        for command in run.commands() {
            follower.command(command, stage, run.at, Role::Build, true);
        }
    }
    follower.found
}

struct Follower<'a> {
    dockerfile: &'a Dockerfile,
    model: &'a Model,
    context: &'a Context,
    lint_shell: bool,
    memory: &'a Memory,
    seen: HashSet<(Box<str>, Role)>,
    lookups: usize,
    found: Vec<ScriptFacts>,
}

impl Follower<'_> {
    fn command(&mut self, command: &Command, stage: &Stage, at: usize, role: Role, through_shell: bool) {
        let Some(first) = command.words.first() else { return };
        let interpreter =
            matches!(command.name(), Some("sh" | "bash" | "ash" | "dash" | "ksh" | "zsh" | "." | "source"));
        let word = if interpreter {
            match command.words[1..].iter().find(|word| !word.text.starts_with('-')) {
                Some(word) => word,
                None => return,
            }
        } else {
            first
        };
        let Some(name) = word.literal.as_deref() else { return };
        // A bare name in a RUN is nearly always a program of the image.
        let worth = name.contains('/') || is_script_name(name) || role != Role::Build;
        if !worth || self.found.len() >= MOST_SCRIPTS || self.lookups >= MOST_LOOKUPS {
            return;
        }
        self.lookups += 1;
        let directory = self
            .model
            .states
            .get(at)
            .and_then(|state| state.workdir.as_ref())
            .and_then(|setting| setting.value.as_known())
            .unwrap_or("/");
        let Some((context_path, path, copied_by)) = self.locate(name, directory, stage, at) else {
            return;
        };
        if !self.seen.insert((context_path.clone().into(), role)) {
            return;
        }
        let Some(source) = self.context.file(&context_path) else { return };
        let shebang = shell::shebang(source.text());
        // A file that is not said to be a shell script and has no shell's name is some other program.
        let dialect = match &shebang {
            Some((_, dialect, _)) => *dialect,
            None if interpreter || is_script_name(&context_path) => shell::Dialect::Posix,
            None => return,
        };
        // `sh` is what the base image has under that name.
        let dialect = match dialect {
            shell::Dialect::Posix => super::build::system_shell(self.model, stage),
            named => named,
        };
        if !dialect.is_shell() {
            return;
        }
        let options = shebang.as_ref().map_or_else(shell::Options::default, |(_, _, options)| *options);
        let known = self.lint_shell.then(|| Known::new(Host::Script, options));
        let (script, findings) = self.memory.analyze(source.text(), 0, dialect, known.as_ref());
        let whole = Span::new(0, u32::try_from(source.text().len()).unwrap_or(u32::MAX));
        self.found.push(ScriptFacts {
            context_path: context_path.clone().into(),
            path: path.into(),
            role,
            started_by: at,
            named_at: word.span,
            copied_by,
            stage: stage.index,
            direct: !interpreter,
            sourced: matches!(command.name(), Some("." | "source")),
            through_shell,
            executable: self.context.metadata(&context_path).map(|metadata| metadata.executable),
            shebang: shebang.map(|(span, _, _)| span),
            piece: Piece::new(PieceOrigin::Shell, whole, dialect, script, findings),
            source,
        });
    }

    /// The file of the context that is `name` in the image: its context path, its image path and the COPY that brings it.
    fn locate(&self, name: &str, directory: &str, stage: &Stage, before: usize) -> Option<(String, String, usize)> {
        let wanted = normalise(name, directory);
        let bare = !name.contains('/');
        let mut looked_at = 0;
        for (climbed, stage) in self.model.chain(stage).enumerate() {
            let end = if climbed == 0 { before.min(stage.instructions.end) } else { stage.instructions.end };
            for at in (stage.instructions.start..end).rev() {
                let instruction = &self.dockerfile.instructions[at];
                let (Kind::Copy(transfer) | Kind::Add(transfer)) = &instruction.kind else {
                    continue;
                };
                if instruction.flag("from").is_some() {
                    continue;
                }
                let here =
                    self.model.states[at].workdir.as_ref().and_then(|setting| setting.value.as_known()).unwrap_or("/");
                let Some(target) =
                    self.model.expand(&transfer.destination.value, Some(stage.index), at).as_known().map(str::to_owned)
                else {
                    continue;
                };
                for source in &transfer.sources {
                    looked_at += 1;
                    if looked_at > MOST_COPIES {
                        return None;
                    }
                    let Some(from) =
                        self.model.expand(&source.value, Some(stage.index), at).as_known().map(str::to_owned)
                    else {
                        continue;
                    };
                    let folder = transfer.sources.len() > 1 || target.ends_with('/') || target == "." || target == "..";
                    let found = self.copied(&from, &normalise(&target, here), folder, &wanted, bare.then_some(name));
                    if let Some((context_path, path)) = found {
                        return Some((context_path, path, at));
                    }
                }
            }
            if !matches!(stage.base, Base::Stage(_)) {
                break;
            }
        }
        None
    }

    fn copied(
        &self,
        from: &str,
        target: &str,
        folder: bool,
        wanted: &str,
        bare: Option<&str>,
    ) -> Option<(String, String)> {
        let from = normalise(from, "/");
        let from = from.trim_start_matches('/');
        let is_wanted = |path: &str| match bare {
            // Looked for along PATH: any of its folders will do.
            Some(name) => path.strip_suffix(name).is_some_and(|folder| folder.ends_with("bin/")),
            None => path == wanted,
        };
        if from.contains(['*', '?', '[']) {
            return self.context.glob(from).unwrap_or_default().iter().take(MOST_COPIES).find_map(|file| {
                let name = file_name(file);
                let path = format!("{}/{name}", target.trim_end_matches('/'));
                is_wanted(&path).then(|| (file.clone(), path.clone()))
            });
        }
        let metadata = self.context.metadata(from)?;
        if metadata.is_folder() {
            let rest = match bare {
                Some(name) if target.ends_with("bin") => name,
                Some(_) => return None,
                None => wanted.strip_prefix(target.trim_end_matches('/'))?.strip_prefix('/')?,
            };
            let file = if from.is_empty() { rest.to_owned() } else { format!("{from}/{rest}") };
            let found = self.context.metadata(&file).is_some_and(|metadata| !metadata.is_folder());
            return found.then(|| (file, format!("{}/{rest}", target.trim_end_matches('/'))));
        }
        let path =
            if folder { format!("{}/{}", target.trim_end_matches('/'), file_name(from)) } else { target.to_owned() };
        is_wanted(&path).then(|| (from.to_owned(), path.clone()))
    }
}

/// Whether a file's name is that of a shell script.
pub fn is_script_name(path: &str) -> bool {
    let name = file_name(path);
    match name.rsplit_once('.') {
        Some((_, ending)) => matches!(ending, "sh" | "bash" | "ash"),
        None => name.contains("entrypoint"),
    }
}
