//! ARGs that nothing uses.

use super::super::prelude::*;
use crate::facts::unused_args;

pub(crate) static RULE: Rule = Rule::new("unused-arg", Group::Correctness, Severity::Info)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/unused-arg.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    for arg in unused_args(file.dockerfile, file.model, file.facts) {
        let name = arg.name;
        let message = if arg.global {
            format!("no FROM and no stage uses `{name}`")
        } else {
            format!("nothing behind it can read `{name}`")
        };
        let instruction = file.dockerfile.instructions.get(arg.definition.at);
        let alone = instruction.filter(|it| matches!(&it.kind, Kind::Arg(pairs) if pairs.len() == 1));
        findings.at(arg.definition.name, message).help("remove it").fix(
            format!("Remove `ARG {name}`"),
            Safety::Unsafe,
            alone.map(|instruction| Edit::delete(file.cut(instruction))),
        );
    }
}
