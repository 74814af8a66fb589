//! In which directory each command of a text runs.

use std::sync::Arc;

use foldhash::HashSet;

use super::paths::normalise;
use super::{Facts, Site};
use crate::dockerfile::{Dockerfile, Kind};
use crate::model::{Model, Stage};
use crate::shell::{Command, Script};

/// The longest directory that is followed, in bytes: a bound for texts that descend forever.
const LONGEST: usize = 4096;

/// A directory; `None` where it is not known.
pub type Directory = Option<Arc<str>>;

/// The directory of each command of a script that starts in `start`. What happens in a subshell ends with it.
pub(super) fn directories(script: &Script, start: Option<&str>) -> Vec<Directory> {
    let mut outer: Directory = start.map(Into::into);
    let mut inner: Option<Directory> = None;
    let mut stack: Vec<Directory> = Vec::new();
    let mut all = Vec::with_capacity(script.commands.len());
    for command in &script.commands {
        if !command.subshell {
            inner = None;
        }
        let here = if command.subshell { inner.get_or_insert_with(|| outer.clone()) } else { &mut outer };
        all.push(here.clone());
        match command.name() {
            Some("pushd") => {
                stack.push(here.clone());
                *here = changed(command, here);
            }
            Some("popd") => *here = stack.pop().flatten(),
            Some("cd") => *here = changed(command, here),
            _ => {}
        }
    }
    all
}

fn changed(command: &Command, before: &Directory) -> Directory {
    let target = command.words.iter().skip(1).find(|word| !word.text.starts_with('-') || word.text.len() == 1)?;
    let target = target.literal.as_deref()?;
    if target == "-" || target.starts_with('~') || target.len() > LONGEST {
        return None;
    }
    let before = if target.starts_with('/') { "" } else { before.as_deref()? };
    let path = normalise(target, before);
    (path.len() <= LONGEST).then(|| path.into())
}

/// How many instructions are looked back, and how many folders each path counts for: bounds for hostile files.
const FAR_ENOUGH: usize = 64;

/// The folders that instructions of the stage in front of `at` have made for certain: by COPY, ADD and WORKDIR, or for what a RUN
/// writes. Triggers of ONBUILD count for triggers.
pub fn folders_before(
    facts: &Facts,
    dockerfile: &Dockerfile,
    model: &Model,
    stage: &Stage,
    at: usize,
) -> HashSet<String> {
    let mut folders = HashSet::default();
    let mut add = |path: &str| {
        let parents = std::iter::successors(Some(path), |path| path.rfind('/').map(|slash| &path[..slash]));
        folders.extend(parents.take(FAR_ENOUGH).filter(|path| !path.is_empty()).map(str::to_owned));
    };
    let is_trigger = dockerfile.instructions.get(at).is_some_and(|own| matches!(own.kind, Kind::Onbuild(_)));
    for index in (stage.instructions.start..at).rev().take(FAR_ENOUGH) {
        let (Some(line), Some(after)) = (dockerfile.instructions.get(index), model.states.get(index + 1)) else {
            continue;
        };
        let instruction = match &line.kind {
            Kind::Onbuild(trigger) if is_trigger => trigger,
            _ => line,
        };
        let site = Site::new(model, Some(stage.index), index, instruction, after);
        if let Some(transfer) = instruction.kind.transfer() {
            let destination = site.path(&transfer.destination.value, site.directory());
            if let Some(path) = destination {
                add(&path);
            }
        }
        site.directory().into_iter().for_each(&mut add);
        let made = facts.run(index).filter(|run| !run.onbuild).map(|run| run.writes(&site));
        made.into_iter().flatten().filter(|written| written.made).for_each(|written| add(&written.path));
    }
    folders
}
