//! Characters of word processors in instructions.

use super::super::prelude::*;
use crate::facts::typographic;

pub(crate) static RULE: Rule = Rule::new("typographic-character-in-instruction", Group::Correctness, Severity::Warning)
    .recommended()
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/typographic-character-in-instruction.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    for found in typographic(file.source, file.dockerfile) {
        let edit = Edit { span: found.span, replacement: found.plain.to_owned() };
        let title = match found.plain {
            "" => "Remove it".to_owned(),
            " " => "Write a blank".to_owned(),
            plain => format!("Write `{plain}`"),
        };
        findings
            .at(found.span, format!("{} is no part of the Dockerfile language or the shell", found.name))
            .help("copied from slides or a document? Write the plain character")
            .fix(title, Safety::Unsafe, vec![edit]);
    }
}
