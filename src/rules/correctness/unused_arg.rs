//! ARGs that nothing uses.

use super::super::prelude::*;
use crate::facts::ArgReaders;
use crate::model::{Origin, PLATFORM, PREDEFINED};

pub(crate) static RULE: Rule = Rule::new("unused-arg", Group::Correctness, Severity::Info)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/unused-arg.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let readers = ArgReaders::of(file.dockerfile, file.model, file.facts);
    let mut report = |name: &str, span: Span, at: usize, message: String| {
        if PREDEFINED.contains(&name)
            || PLATFORM.contains(&name)
            || name.contains("SOURCE_DATE_EPOCH")
            || name.starts_with("BUILDKIT_")
        {
            return;
        }
        let finding = findings.at(span, message).help("remove it");
        let Some(instruction) = file.dockerfile.instructions.get(at) else { return };
        if matches!(&instruction.kind, Kind::Arg(pairs) if pairs.len() == 1) {
            let edit = Edit { span: file.lines_of(instruction.span), replacement: String::new() };
            finding.fix(format!("Remove `ARG {name}`"), Safety::Unsafe, vec![edit]);
        }
    };
    for (name, definitions) in file.model.globals.definitions() {
        if readers.global(name) {
            continue;
        }
        if let Some(last) = definitions.last() {
            report(name, last.name, last.at, format!("no FROM and no stage uses `{name}`"));
        }
    }
    for stage in &file.model.stages {
        for (name, definitions) in stage.scope.definitions() {
            let Some(last) = definitions.last().filter(|last| last.origin == Origin::Arg) else {
                continue;
            };
            if !readers.behind(stage, last.at, name) {
                report(name, last.name, last.at, format!("nothing behind it can read `{name}`"));
            }
        }
    }
}
