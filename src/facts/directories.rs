//! In which directory each command of a text runs.

use std::sync::Arc;

use super::paths::normalise;
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
