//! Which words of an instruction the builder replaces variables in.

use crate::dockerfile::{Instruction, Kind, Pairs, Text, Use};

/// The words of an instruction in which the builder replaces variables, in the order in which it does. FROM and the text
/// of heredocs are not among them, nor what a shell reads.
pub fn expanded_words(instruction: &Instruction) -> Vec<&Text> {
    let flags = |names: &'static [&'static str]| {
        names.iter().filter_map(|name| instruction.flag_value(name)).collect::<Vec<_>>()
    };
    match &instruction.kind {
        Kind::Env(pairs) | Kind::Label(pairs) => of_pairs(pairs),
        Kind::Arg(pairs) => pairs.iter().filter_map(|pair| pair.value.as_ref()).collect(),
        Kind::Add(transfer) | Kind::Copy(transfer) => {
            let mut words = flags(&["chown", "chmod", "checksum"]);
            words.extend(&transfer.sources);
            words.push(&transfer.destination);
            words
        }
        Kind::Workdir(text) | Kind::User(text) | Kind::Stopsignal(text) => vec![text],
        Kind::Expose(words) | Kind::Volume(words) => words.iter().collect(),
        Kind::Run(_) => instruction
            .mounts
            .iter()
            .flat_map(|mount| [&mount.target, &mount.source, &mount.from, &mount.id])
            .flatten()
            .collect(),
        _ => Vec::new(),
    }
}

fn of_pairs(pairs: &Pairs) -> Vec<&Text> {
    pairs.pairs.iter().flat_map(|pair| [&pair.key, &pair.value]).collect()
}

/// Whether a use of a variable says what to take where the variable is not set: `${NAME:-word}`, `${NAME+word}`.
pub fn fallback(text: &str, used: &Use) -> bool {
    let written = text.get(used.range.clone()).unwrap_or("");
    let behind = written.strip_prefix("${").and_then(|rest| rest.strip_prefix(&*used.name));
    let operator = behind.map(|rest| rest.strip_prefix(':').unwrap_or(rest));
    operator.is_some_and(|rest| rest.starts_with(['-', '+']))
}
