//! Where the image has a list of users, so that an account has a name.

use crate::dockerfile::{Dockerfile, Instruction, Kind};
use crate::model::{Base, Model};

/// For each stage the last of its instructions to which accounts are numbers only: the first that may bring a list of users,
/// or `usize::MAX` where none does. `None` where the stage begins with a list.
pub fn nameless_until(dockerfile: &Dockerfile, model: &Model) -> Vec<Option<usize>> {
    model.along_from(|stage, below: Option<&Option<usize>>| {
        let nameless = match stage.base {
            Base::Scratch => true,
            Base::Stage(_) => below == Some(&Some(usize::MAX)),
            _ => false,
        };
        let brings = |at: &usize| dockerfile.instructions.get(*at).is_some_and(brings_users);
        nameless.then(|| stage.instructions.clone().find(brings).unwrap_or(usize::MAX))
    })
}

/// Whether an instruction brings a list of users, or may do so: what goes to `/` or `/etc` may be a whole system.
fn brings_users(instruction: &Instruction) -> bool {
    match &instruction.kind {
        Kind::Copy(transfer) | Kind::Add(transfer) => {
            let to = &*transfer.destination.value;
            matches!(to.trim_end_matches('/'), "" | "/etc" | "/etc/passwd" | "." | "etc" | "etc/passwd" | "/.")
                || to.contains('$')
        }
        Kind::Run(_) => true,
        _ => false,
    }
}
