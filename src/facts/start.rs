//! What a container starts: ENTRYPOINT, CMD and HEALTHCHECK, and what holds at the end of a stage.

use super::run::Piece;
use crate::dockerfile::{Dockerfile, Healthcheck, Keyword, Kind};
use crate::knowledge::processes::is_builtin;
use crate::model::Model;
use crate::source::Span;

/// The command of an ENTRYPOINT, CMD or HEALTHCHECK.
#[derive(Debug)]
pub struct Startup {
    /// Index of the instruction in the file.
    pub at: usize,
    /// Which instruction.
    pub keyword: Keyword,
    /// Its stage.
    pub stage: usize,
    /// The command without `HEALTHCHECK CMD` in front.
    pub span: Span,
    /// Whether it is in exec form.
    pub exec: bool,
    /// Its commands; in exec form the one command that its words are, and what `sh -c` in it runs.
    pub piece: Piece,
}

/// What holds at the end of a stage.
#[derive(Clone, Copy, Debug, Default)]
pub struct Ending {
    /// The ENTRYPOINT in force, by its number in [`super::Facts::startups`]; inherited ones count.
    pub entrypoint: Option<usize>,
    /// The CMD in force; an ENTRYPOINT resets one that was inherited.
    pub cmd: Option<usize>,
    /// The HEALTHCHECK in force.
    pub healthcheck: Health,
    /// Whether an instruction of the chain sets ENTRYPOINT or CMD, an empty one included.
    pub sets_command: bool,
}

/// The health check in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Health {
    /// No instruction says anything of it.
    #[default]
    Unset,
    /// `HEALTHCHECK NONE`
    None,
    /// A check, by its number in [`super::Facts::startups`].
    Check(usize),
}

/// Reads off what holds at the end of each stage. `startups` are in the order of the file.
pub(super) fn endings(dockerfile: &Dockerfile, model: &Model, startups: &[Startup]) -> Vec<Ending> {
    let number_at = |at: usize| startups.binary_search_by_key(&at, |startup| startup.at).ok();
    let mut endings: Vec<Ending> = Vec::with_capacity(model.stages.len());
    for stage in &model.stages {
        let mut ending = match stage.base {
            crate::model::Base::Stage(parent) => endings.get(parent).copied().unwrap_or_default(),
            _ => Ending::default(),
        };
        let mut own_cmd = false;
        for at in stage.instructions.clone() {
            match &dockerfile.instructions[at].kind {
                Kind::Entrypoint(_) => {
                    ending.entrypoint = number_at(at);
                    if !own_cmd {
                        ending.cmd = None;
                    }
                    ending.sets_command = true;
                }
                Kind::Cmd(_) => {
                    ending.cmd = number_at(at);
                    own_cmd = true;
                    ending.sets_command = true;
                }
                Kind::Healthcheck(Healthcheck::None) => ending.healthcheck = Health::None,
                Kind::Healthcheck(Healthcheck::Cmd(_)) => {
                    ending.healthcheck = number_at(at).map_or(Health::Unset, Health::Check);
                }
                _ => {}
            }
        }
        endings.push(ending);
    }
    endings
}

impl Startup {
    /// The words of its shell form, where the text is one command that needs no shell.
    pub fn plain_words(&self) -> Option<Vec<&str>> {
        let script = &self.piece.script;
        let [command] = script.commands.as_slice() else { return None };
        let plain = command.assignments.is_empty()
            && command.redirects.is_empty()
            && command.pipeline.is_none()
            && !command.background
            && !command.negated
            && !command.subshell
            && !command.conditional
            && !command.wrapped_in("eval")
            && script.broken.is_none();
        if !plain || is_builtin(command.name()?) {
            return None;
        }
        let words = command.wrappers.iter().flat_map(|wrapper| &wrapper.words).chain(&command.words);
        let words = words.map(|word| {
            let text = word.literal.as_deref().filter(|text| !word.glob && !text.starts_with('~'))?;
            (!is_builtin(text) && !text.contains(['\n', '\\'])).then_some(text)
        });
        words.collect()
    }
}
