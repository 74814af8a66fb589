//! Uses of variables that only Bash sets.

use std::collections::HashSet;

use super::run::{Piece, PieceOrigin};
use crate::model::{Model, Variable};
use crate::shell::{Dialect, Expansion};

/// Variables that Bash sets by itself. Source: bash(1), "Shell Variables"; those that an environment often holds as well are not
/// among them.
const OF_BASH: &[&str] = &[
    "BASHPID", "BASH_SOURCE", "BASH_VERSION", "DIRSTACK", "EUID", "FUNCNAME", "HOSTTYPE", "MACHTYPE", "OSTYPE",
    "PIPESTATUS", "RANDOM", "SECONDS", "SHELLOPTS", "UID",
];

/// The uses of Bash's own variables in a text of instruction `at` for a plain shell, where neither the text nor the Dockerfile
/// sets them.
pub fn bash_variables<'p>(piece: &'p Piece, model: &Model, stage: Option<usize>, at: usize) -> Vec<&'p Expansion> {
    let for_plain_shell = piece.dialect == Dialect::Posix && piece.origin != PieceOrigin::Exec;
    let commands = if for_plain_shell { piece.script.commands.as_slice() } else { &[] };
    let words = commands.iter().flat_map(|command| {
        let assigned = command.assignments.iter().filter_map(|assignment| assignment.value.as_ref());
        command.words.iter().chain(assigned)
    });
    let mut used: Vec<&Expansion> = words
        .flat_map(|word| &word.expansions)
        .filter(|used| !used.defaulted && OF_BASH.contains(&&*used.name))
        .collect();
    if !used.is_empty() {
        let assignments = commands.iter().flat_map(|command| &command.assignments);
        let set: HashSet<&str> = assignments.map(|assignment| &*assignment.name).collect();
        used.retain(|used| {
            let defined = matches!(model.variable(&used.name, stage, at), Variable::Defined(_) | Variable::Given(..));
            !defined && !set.contains(&*used.name)
        });
    }
    used
}
