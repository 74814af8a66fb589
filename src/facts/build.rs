//! From the model to the facts: which text is commands, in which shell, and what the commands do.

use std::borrow::Cow;
use std::cell::Cell;
use std::sync::OnceLock;

use super::Facts;
use super::purpose::Surroundings;
use super::run::{Piece, PieceOrigin, RunFacts};
use super::scripts::follow;
use super::sources::context_sources;
use super::start::{Startup, endings};
use super::tools::tools;
use super::variables::variable_uses;
use crate::context::Context;
use crate::dockerfile::{Command, Dockerfile, Healthcheck, Instruction, Kind, Text};
use crate::knowledge::base_images::Shell;
use crate::knowledge::program_name;
use crate::model::{Model, Stage, State, Variable};
use crate::shell::{self, Dialect, Host, Known, Memory, RedirectKind};
use crate::source::{Source, Span};

/// Reads the facts off a Dockerfile. `lint_shell` asks the shell linter as well; `memory` holds what texts of other files
/// were read as.
pub fn build(
    source: &Source,
    dockerfile: &Dockerfile,
    model: &Model,
    context: Option<&Context>,
    lint_shell: bool,
    memory: &Memory,
) -> Facts {
    let room = Cell::new(if lint_shell { Some(MOST_LINTED) } else { None });
    let builder = Builder { source, dockerfile, model, memory, room };
    let mut facts = Facts {
        place: Surroundings::of(source.path(), context),
        variable_uses: variable_uses(source, dockerfile, model),
        context_sources: context_sources(dockerfile, model),
        ..Facts::default()
    };
    for (at, instruction) in dockerfile.instructions.iter().enumerate() {
        builder.instruction(at, instruction, &mut facts);
    }
    facts.partly_linted = lint_shell && builder.room.get().is_none();
    facts.runs.shrink_to_fit();
    facts.endings = endings(dockerfile, model, &facts.startups);
    facts.tools = tools(dockerfile, model);
    if let Some(context) = context {
        facts.scripts = follow(dockerfile, model, context, &facts.startups, &facts.runs, lint_shell, memory);
    }
    facts
}

struct Builder<'a> {
    source: &'a Source,
    dockerfile: &'a Dockerfile,
    model: &'a Model,
    memory: &'a Memory,
    /// Bytes of shell text that may still be linted; `None` where no text is, or no more.
    room: Cell<Option<usize>>,
}

/// How many bytes of shell text in one file are linted; the shell linter takes much longer for a byte than anything else.
/// Real files have a thousandth of it.
const MOST_LINTED: usize = 1 << 20;

/// The shell that runs the shell form of an instruction.
struct Runner {
    dialect: Dialect,
    options: shell::Options,
}

impl Runner {
    fn of(words: &[impl AsRef<str>]) -> Self {
        Self { dialect: shell::dialect_of(words), options: shell::options_of(words) }
    }
}

impl Builder<'_> {
    fn instruction(&self, at: usize, instruction: &Instruction, facts: &mut Facts) {
        match &instruction.kind {
            Kind::Run(Some(command)) => facts.runs.push(self.run(at, instruction, command, false)),
            Kind::Onbuild(trigger) => {
                if let Kind::Run(Some(command)) = &trigger.kind {
                    facts.runs.push(self.run(at, trigger, command, true));
                }
            }
            Kind::Cmd(Some(command))
            | Kind::Entrypoint(Some(command))
            | Kind::Healthcheck(Healthcheck::Cmd(command)) => {
                let Some(stage) = self.model.stage_at(at) else { return };
                let runner = self.runner(at, Some(stage));
                let (exec, piece) = self.command(at, command, &runner);
                let span = piece.span;
                facts.startups.push(Startup {
                    at,
                    keyword: instruction.keyword,
                    stage: stage.index,
                    span,
                    exec,
                    piece,
                });
            }
            _ => {}
        }
    }

    fn run(&self, at: usize, instruction: &Instruction, command: &Command, onbuild: bool) -> RunFacts {
        let stage = self.model.stage_at(at);
        let mut runner = self.runner(at, stage);
        if let Command::Shell(span) = command
            && runner.dialect == Dialect::Posix
            && stage.is_none_or(|stage| self.model.base_image(stage).is_none())
            && is_for_windows(self.source.slice(*span))
        {
            runner.dialect = Dialect::Cmd;
        }
        let pieces = match command {
            Command::Shell(span) if !instruction.heredocs.is_empty() => self.heredocs(at, instruction, *span, &runner),
            _ => vec![self.command(at, command, &runner).1],
        };
        RunFacts {
            at,
            stage: stage.map(|stage| stage.index),
            onbuild,
            dialect: runner.dialect,
            pipefail: runner.options.pipefail,
            errexit: runner.options.errexit,
            pieces,
            writes: OnceLock::new(),
        }
    }

    fn command(&self, at: usize, command: &Command, runner: &Runner) -> (bool, Piece) {
        match command {
            Command::Exec(words) => (true, exec(words)),
            Command::Shell(span) => {
                let text = shell::mask(self.source.text(), *span, self.dockerfile.escape.byte());
                (false, self.piece(at, PieceOrigin::Shell, *span, &text, runner))
            }
        }
    }

    /// The texts of a RUN with heredocs, cut as `BuildKit` does: one heredoc alone is the script, with a shebang in a language
    /// of its own; anything else goes to the shell together with the bodies.
    fn heredocs(&self, at: usize, instruction: &Instruction, arguments: Span, runner: &Runner) -> Vec<Piece> {
        let alone = match instruction.heredocs.as_slice() {
            [heredoc] => heredoc.opener == arguments,
            _ => false,
        };
        if alone {
            return vec![self.body(at, 0, instruction.heredocs[0].body, runner)];
        }
        let whole = Span::new(arguments.start, instruction.span.end.max(arguments.end));
        let line = shell::mask(self.source.text(), arguments, self.dockerfile.escape.byte());
        let text = format!("{line}{}", self.source.slice(Span::new(arguments.end, whole.end)));
        let piece = self.piece(at, PieceOrigin::Shell, whole, &text, runner);
        let fed: Vec<Piece> = piece
            .script
            .commands
            .iter()
            .filter(|command| command.words.len() == 1)
            .filter_map(|command| {
                let runner = Runner::of(&[command.name()?]);
                let body = command.redirects.iter().find(|redirect| redirect.kind == RedirectKind::Heredoc)?.body?;
                // Bodies stand behind each other.
                let heredocs = &instruction.heredocs;
                let number = heredocs.partition_point(|heredoc| heredoc.body.start <= body.start).checked_sub(1)?;
                heredocs.get(number).filter(|heredoc| heredoc.body.encloses(body))?;
                runner.dialect.is_shell().then(|| self.body(at, number, body, &runner))
            })
            .collect();
        std::iter::once(piece).chain(fed).collect()
    }

    fn body(&self, at: usize, number: usize, body: Span, runner: &Runner) -> Piece {
        let text = self.source.slice(body);
        let shebang = shell::shebang(text).map(|(_, dialect, options)| Runner { dialect, options });
        self.piece(at, PieceOrigin::Heredoc(number), body, text, shebang.as_ref().unwrap_or(runner))
    }

    fn piece(&self, at: usize, origin: PieceOrigin, span: Span, text: &str, runner: &Runner) -> Piece {
        self.room.set(self.room.get().and_then(|room| room.checked_sub(text.len())));
        if self.room.get().is_none() {
            let (script, _) = self.memory.analyze(text, span.start, runner.dialect, None);
            return Piece::new(origin, span, runner.dialect, script, Vec::new());
        }
        let known = self.known(text, at, runner);
        let (script, findings) = self.memory.analyze(text, span.start, runner.dialect, Some(&known));
        Piece::new(origin, span, runner.dialect, script, findings)
    }

    /// What the Dockerfile knows of the variables that a text names.
    fn known(&self, text: &str, at: usize, runner: &Runner) -> Known {
        let stage = self.model.stage_of.get(at).copied().flatten();
        let mut known = Known::new(Host::Instruction, runner.options);
        for name in parameters(text) {
            match self.model.variable(name, stage, at) {
                Variable::Defined(definition) => known.define(name, definition.value.as_known()),
                Variable::Given(_, value) => known.define(name, value),
                Variable::Unknown => known.define(name, None),
                Variable::Undefined => {}
            }
        }
        known
    }

    fn runner(&self, at: usize, stage: Option<&Stage>) -> Runner {
        let before = self.model.states.get(at);
        if let Some(setting) = before.and_then(|state: &State| state.shell.as_ref()) {
            return Runner::of(&setting.words);
        }
        let base = stage.and_then(|stage| self.model.base_image(stage)).map_or(&[][..], |base| base.shell_words);
        if !base.is_empty() {
            return Runner::of(base);
        }
        let dialect = stage.map_or(Dialect::Posix, |stage| system_shell(self.model, stage));
        Runner { dialect, options: shell::Options::default() }
    }
}

/// Whether a text for an unknown shell begins with a program that only Windows has.
fn is_for_windows(text: &str) -> bool {
    let program = text.split_ascii_whitespace().next().map_or("", program_name);
    ["cmd", "powershell"].iter().any(|windows| program.eq_ignore_ascii_case(windows))
}

/// The language of `/bin/sh` in a stage, as its base image has it; an unknown image may say by its name that it is built on
/// Alpine.
pub(super) fn system_shell(model: &Model, stage: &Stage) -> Dialect {
    let unknown = || {
        let name = model.root(stage).base_text.as_known().unwrap_or("");
        let words = name.split(|letter: char| !letter.is_ascii_alphabetic());
        if words.into_iter().any(|word| word == "alpine") { Dialect::Ash } else { Dialect::Posix }
    };
    model.base_image(stage).map_or_else(unknown, |base| match base.shell {
        Shell::Dash | Shell::None | Shell::Unknown => Dialect::Posix,
        Shell::Ash => Dialect::Ash,
        Shell::Bash => Dialect::Bash,
        Shell::Cmd => Dialect::Cmd,
        Shell::PowerShell => Dialect::PowerShell,
    })
}

/// The one command that the words of an exec form are.
fn exec(words: &[Text]) -> Piece {
    let span = words.iter().map(|word| word.span).reduce(Span::to).unwrap_or_default();
    let words: Vec<(Cow<'_, str>, Span)> = words.iter().map(|word| (Cow::Borrowed(&*word.value), word.span)).collect();
    Piece::new(PieceOrigin::Exec, span, Dialect::Posix, shell::exec(&words), Vec::new())
}

/// The names behind `$` and `${` in a shell text.
fn parameters(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('$').filter_map(|(at, _)| shell::parameter_name(&text[at + 1..]))
}
