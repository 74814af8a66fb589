//! Edits that set the working directory by WORKDIR, and what they mean for the instructions behind.

use super::{Run, Step, drops};
use crate::diagnostic::Edit;
use crate::dockerfile::Kind;
use crate::facts::Startup;
use crate::facts::paths::normalise;
use crate::shell::{Command, Word};

/// How far a use of the directory is looked for: a bound for hostile files.
const MOST_STEPS: usize = 256;

/// WORKDIR in place of the `cd` that a RUN begins with; where an instruction behind relies on the directory before, that one is
/// set again in front of it.
pub(super) fn work_in(run: &Run<'_>, path: &str) -> Option<Vec<Edit>> {
    let step = &run.step;
    let site = step.site();
    let before = site.directory();
    let folder = if path.starts_with('/') { normalise(path, "/") } else { normalise(path, before?) };
    if step.onbuild || folder.contains([' ', '$', '"', '\'', '\\', '*', '?', '~']) {
        return None;
    }
    let mut edits = drops::commands(run, &[0])?;
    if before == Some(&*folder) {
        return Some(edits);
    }
    edits.push(Edit::insert(step.insertion_point(), format!("WORKDIR {folder}\n")));
    if let Some(next) = first_reliant(step)? {
        edits.push(Edit::insert(next.insertion_point(), format!("WORKDIR {}\n", before?)));
    }
    Some(edits)
}

/// The first instruction behind this one that relies on the working directory. `None` where it stands in another stage.
#[allow(clippy::option_option, reason = "nothing relies on it, or it cannot be said where")]
fn first_reliant<'a>(step: &Step<'a>) -> Option<Option<Step<'a>>> {
    let stage = step.stage?;
    let view = super::StageView { file: step.file, stage };
    for index in (step.index + 1..stage.instructions.end).take(MOST_STEPS) {
        let next = view.step(index)?;
        if let Kind::Workdir(text) = &next.instruction.kind
            && text.value.starts_with('/')
        {
            return Some(None);
        }
        if relies(&next) {
            return Some(Some(next));
        }
    }
    let inherited = step.file.model.stages.iter().any(|other| {
        other.index != stage.index && step.file.model.chain(other).any(|below| below.index == stage.index)
    });
    (!inherited && stage.instructions.len() < MOST_STEPS).then_some(None)
}

fn relies(step: &Step<'_>) -> bool {
    match &step.instruction.kind {
        Kind::Copy(transfer) | Kind::Add(transfer) => !transfer.destination.value.starts_with(['/', '$']),
        Kind::Workdir(_) | Kind::Onbuild(_) => true,
        Kind::Run(_) => step.run().is_none_or(|run| !goes_elsewhere(&run) && run.facts.commands().any(may_rely)),
        Kind::Cmd(_) | Kind::Entrypoint(_) | Kind::Healthcheck(_) => {
            step.file.facts.startup(step.index).is_none_or(starts_here)
        }
        _ => false,
    }
}

/// Whether a RUN begins with `cd` to a place of its own.
fn goes_elsewhere(run: &Run<'_>) -> bool {
    let first = run.facts.commands().next();
    first.is_some_and(|first| {
        first.name() == Some("cd")
            && !first.subshell
            && first.words.get(1).is_some_and(|word| word.text.starts_with('/'))
    })
}

/// Commands that work on what their words name and on nothing else.
const ELSEWHERE: &[&str] = &[
    "addgroup", "adduser", "apk", "apt", "apt-get", "chmod", "chown", "dnf", "echo", "gem", "groupadd", "ldconfig",
    "ln", "microdnf", "mkdir", "mv", "rm", "set", "touch", "true", "useradd", "yum",
];

fn may_rely(command: &Command) -> bool {
    let packages = ["apt", "apt-get", "apk", "dnf", "microdnf", "yum", "echo", "gem", "set"];
    let Some(name) = command.name().filter(|name| ELSEWHERE.contains(name)) else { return true };
    let targets = command.redirects.iter().filter_map(|redirect| redirect.target.as_ref());
    let relative = |word: &Word| !word.text.starts_with(['/', '-', '~']);
    let words = command.words.iter().skip(1).filter(|_| !packages.contains(&name));
    let named = words
        .filter(|word| word.text.contains(['/', '.']) || !matches!(name, "useradd" | "groupadd" | "chown" | "chmod"));
    named.chain(targets).any(relative)
}

/// Whether a program is started that may be given a file of the working directory.
fn starts_here(startup: &Startup) -> bool {
    let mut words = startup.piece.script.commands.iter().flat_map(|command| &command.words);
    let program = words.next().is_none_or(|program| program.text.contains('/') && !program.text.starts_with('/'));
    program || words.any(|word| !word.text.starts_with(['/', '-']))
}
