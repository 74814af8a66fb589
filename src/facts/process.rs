//! Processes: which program a text ends in, which services it starts, and what CMD is to ENTRYPOINT.

use std::collections::HashSet;

use super::scripts::is_script_name;
use super::{Facts, Health, Piece, RunFacts, Startup};
use crate::dockerfile::Keyword;
use crate::knowledge::daemons::{Daemon, Mode, daemon};
use crate::knowledge::processes::{
    is_init, is_process_manager, may_control_services, runs_application, service_started, service_stopped,
};
use crate::knowledge::program_name;
use crate::model::{Model, Stage};
use crate::shell::{Command, Joint, Script, Statement};
use crate::source::{Source, Span};

/// A service that a command starts.
#[derive(Clone, Copy, Debug)]
pub struct Service<'a> {
    /// Index of the command.
    pub command: usize,
    /// What it is called: `nginx`.
    pub name: &'a str,
    /// The program, where it is started as such and known.
    pub daemon: Option<&'static Daemon>,
    /// The words that start it.
    pub span: Span,
    /// Whether the command ends and the service goes on, by `&`, by an option, or through the init system.
    pub detached: bool,
}

/// What is in front of the main process and passes its arguments on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CmdRole {
    /// CMD is a command of its own.
    Command,
    /// CMD is handed to ENTRYPOINT as its arguments.
    Arguments,
}

impl Command {
    /// Its words as they stand, expansions as written.
    pub fn texts(&self) -> Vec<&str> {
        self.words.iter().map(|word| &*word.text).collect()
    }

    /// The service that it starts, where it is a command of the init system: `service cron start`.
    pub fn service_started(&self) -> Option<&str> {
        may_control_services(&self.words.first()?.text).then(|| service_started(&self.texts())).flatten()
    }

    /// The same for a service that it stops.
    pub fn service_stopped(&self) -> Option<&str> {
        may_control_services(&self.words.first()?.text).then(|| service_stopped(&self.texts())).flatten()
    }

    /// Whether it has a wrapper of that name.
    pub fn wrapped_in(&self, name: &str) -> bool {
        self.wrappers.iter().any(|wrapper| &*wrapper.name == name)
    }

    /// From its name to its last word, wrappers and redirections excluded; all of it where it has no words.
    pub fn words_span(&self) -> Span {
        self.words.iter().map(|word| word.span).reduce(Span::to).unwrap_or(self.span)
    }

    /// Whether it is `"$@"` or `$*`: what the container was told to run.
    pub fn runs_arguments(&self) -> bool {
        self.words.first().is_some_and(|word| matches!(&*word.text, "$@" | "$*" | "${@}" | "${@:1}" | "$1"))
    }

    /// Whether it waits for jobs of the shell, or stops them.
    pub fn looks_after_jobs(&self) -> bool {
        matches!(self.name(), Some("wait" | "kill" | "pkill" | "killall"))
    }

    /// Whether it is sent into the background by itself, and not as a part of a longer list or for its output.
    pub fn is_job(&self) -> bool {
        let alone = matches!(self.joined_by, Joint::First | Joint::Sequence);
        self.background && alone && !self.substitution && !self.words.is_empty()
    }

    /// Whether it is known to serve: a server that is started, or what runs until it is stopped.
    pub fn serves(&self) -> bool {
        self.daemon().map_or_else(|| self.runs_on(), |(_, mode)| mode != Mode::NotStarted)
    }

    /// Whether it runs whatever happens before it.
    pub fn is_unconditional(&self) -> bool {
        !self.conditional && !self.guarded && self.joined_by != Joint::Or && self.in_function.is_none()
    }

    /// Whether it replaces the shell, so that nothing behind it runs.
    pub fn replaces_shell(&self) -> bool {
        self.wrapped_in("exec")
    }

    /// The known long-running program that it starts in the foreground or the background, and which of the two.
    pub fn daemon(&self) -> Option<(&'static Daemon, Mode)> {
        let daemon = daemon(self.name()?)?;
        let words = self.texts();
        Some((daemon, daemon.mode(&words)))
    }

    /// Whether it is known to run until it is stopped: a server in the foreground, or an interpreter with an application.
    pub fn runs_on(&self) -> bool {
        if let Some((_, mode)) = self.daemon() {
            return matches!(mode, Mode::Foreground | Mode::Unknown);
        }
        let words = self.texts();
        runs_application(&words) || self.name().is_some_and(is_process_manager)
    }

    /// Whether it is what a container is there for: what it was told to run, a server, an application, or a program of the
    /// image's own, called by its path.
    pub fn is_application(&self) -> bool {
        let Some((path, _)) = self.words.first().and_then(|word| word.text.rsplit_once('/')) else {
            return self.runs_arguments() || self.runs_on();
        };
        let of_system = matches!(path, "/bin" | "/sbin" | "/usr/bin" | "/usr/sbin" | "/etc/init.d");
        self.runs_arguments() || self.runs_on() || !of_system && self.daemon().is_none()
    }
}

/// The command that a text ends in: the last that runs whatever happens before it. `None` where that depends on a
/// condition.
pub fn last_command(script: &Script) -> Option<usize> {
    let (index, command) = script
        .commands
        .iter()
        .enumerate()
        .rev()
        .find(|(_, command)| !command.substitution && command.in_function.is_none())?;
    let certain = !command.conditional && !command.subshell && command.joined_by != Joint::Or;
    certain.then_some(index)
}

impl Script {
    /// The same command itself.
    pub fn last(&self) -> Option<&Command> {
        self.commands.get(last_command(self)?)
    }
}

/// The top-level statement that the command at this index stands in.
pub fn statement_around(script: &Script, command: usize) -> Option<&Statement> {
    let at = script.statements.partition_point(|statement| statement.commands.end <= command);
    script.statements.get(at).filter(|statement| statement.commands.contains(&command))
}

/// The services that a text starts, in its order.
pub fn services(piece: &Piece) -> Vec<Service<'_>> {
    let last = last_command(&piece.script);
    let commands = piece.script.commands.iter().enumerate();
    commands
        .filter(|(_, command)| !command.substitution)
        .filter_map(|(index, command)| {
            let span = command.words_span();
            if let Some(name) = command.service_started() {
                return Some(Service { command: index, name, daemon: None, span, detached: true });
            }
            let (daemon, mode) = command.daemon()?;
            if mode == Mode::NotStarted {
                return None;
            }
            // What its configuration decides shows in that another command follows.
            let ends = mode == Mode::Background || mode == Mode::Unknown && Some(index) != last;
            let detached = ends || command.background;
            Some(Service { command: index, name: daemon.names[0], daemon: Some(daemon), span, detached })
        })
        .collect()
}

impl Facts {
    /// The ENTRYPOINT in force at the end of a stage.
    pub fn entrypoint(&self, stage: &Stage) -> Option<&Startup> {
        self.startups.get(self.ending(stage).entrypoint?)
    }

    /// The health check in force at the end of a stage.
    pub fn health_check(&self, stage: &Stage) -> Option<&Startup> {
        match self.ending(stage).healthcheck {
            Health::Check(number) => self.startups.get(number),
            Health::Unset | Health::None => None,
        }
    }

    /// The CMD in force at the end of a stage.
    pub fn cmd(&self, stage: &Stage) -> Option<&Startup> {
        self.startups.get(self.ending(stage).cmd?)
    }

    /// The programs that the RUNs of a stage and of those below it, its start and the scripts call.
    pub fn called_programs<'a>(&'a self, model: &'a Model, stage: &'a Stage) -> HashSet<&'a str> {
        let runs = self.runs_in_chain(model, stage).flat_map(RunFacts::commands).filter_map(Command::name);
        let starts = self.startups.iter().flat_map(|startup| &startup.piece.script.commands);
        let words = starts.chain(self.script_commands()).flat_map(|command| &command.words).map(|word| &*word.text);
        runs.chain(words).map(program_name).collect()
    }

    /// What CMD is at the end of a stage.
    pub fn cmd_role(&self, stage: &Stage) -> CmdRole {
        let Some(entrypoint) = self.entrypoint(stage) else { return CmdRole::Command };
        let passes_on = entrypoint.piece.script.commands.first().is_some_and(|command| {
            let Some(name) = command.name() else { return false };
            is_init(name) || matches!(name, "gosu" | "su-exec" | "env" | "exec") || is_start_script(name)
        });
        if passes_on || !entrypoint.exec { CmdRole::Command } else { CmdRole::Arguments }
    }

    /// Whether this instruction's text is a command, and not the arguments of an ENTRYPOINT.
    pub fn is_command(&self, startup: &Startup, stage: &Stage) -> bool {
        startup.keyword != Keyword::Cmd || self.cmd_role(stage) == CmdRole::Command
    }
}

/// The words that keep a daemon in the foreground, as they are written behind the last word of its command. `None` where the
/// command asks for something else, or quotes around it would have to be escaped.
pub fn foreground_words(source: &Source, exec: bool, command: &Command, daemon: &Daemon) -> Option<String> {
    let last = command.words.last()?;
    let written = source.slice(last.span);
    let asked = command.texts().iter().any(|word| matches!(*word, "start" | "restart" | "-k" | "-D" | "--daemonize"));
    let in_shell = command.wrappers.iter().any(|wrapper| matches!(&*wrapper.name, "sh" | "bash" | "ash"));
    if asked || in_shell || written.trim_matches(['"', '\'']) != &*last.text {
        return None;
    }
    let json = exec && written.starts_with('"');
    let words = daemon.stay.iter().map(|word| match (json, word.contains([' ', ';'])) {
        (true, _) => format!(", \"{word}\""),
        (false, true) => format!(" '{word}'"),
        (false, false) => format!(" {word}"),
    });
    Some(words.collect())
}

/// Whether a program's name is that of a script which prepares something and then runs its arguments.
fn is_start_script(name: &str) -> bool {
    is_script_name(name) || name.contains("entry-point") || name == "init"
}
