//! The tree as data, for people who debug and for tools that compare.

use serde_json::{Value, json};

use super::{Dockerfile, Flag, Instruction, Kind};
use crate::source::Source;

/// Path, errors by line, and for each instruction keyword as written, first line, last line, flags and the number of
/// its heredocs.
pub fn tree_json(file: &Dockerfile, source: &Source) -> Value {
    let lines = source.lines();
    let errors: Vec<Value> =
        file.errors.iter().map(|error| json!({ "line": lines.line(error.at), "message": error.message })).collect();
    let instructions: Vec<Value> = file
        .instructions
        .iter()
        .map(|instruction| {
            json!([
                keyword(instruction, source),
                lines.line(instruction.span.start),
                lines.line(instruction.span.end),
                instruction.flags.iter().map(flag).collect::<Vec<_>>(),
                heredocs(instruction),
            ])
        })
        .collect();
    json!({ "path": source.path(), "errors": errors, "instructions": instructions })
}

/// The keyword as written; without the continuation where it stands on two lines.
fn keyword(instruction: &Instruction, source: &Source) -> String {
    let written = source.slice(instruction.keyword_span);
    if written.contains('\n') { instruction.keyword.name().to_owned() } else { written.to_owned() }
}

fn flag(flag: &Flag) -> String {
    match &flag.value {
        None => format!("--{}", flag.name.value),
        Some(value) => format!("--{}={}", flag.name.value, value.value),
    }
}

/// Heredocs of a trigger count for its ONBUILD.
fn heredocs(instruction: &Instruction) -> usize {
    let of_trigger = match &instruction.kind {
        Kind::Onbuild(trigger) => trigger.heredocs.len(),
        _ => 0,
    };
    instruction.heredocs.len() + of_trigger
}
