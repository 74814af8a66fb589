//! Stages without files as a source.

use super::super::prelude::*;
use crate::dockerfile::Transfer;
use crate::model::{Base, EdgeTarget};

pub(crate) static RULE: Rule = Rule::new("copy-from-empty-stage", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&["tally:copy-from-empty-scratch-stage"])
    .page(include_str!("../../../rules/correctness/copy-from-empty-stage.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let empty = file.model.along_from(|stage, below| {
        let fills = |keyword| matches!(keyword, Keyword::Copy | Keyword::Add | Keyword::Run | Keyword::Workdir);
        let mut own = stage.instructions_in(file.dockerfile).iter();
        (matches!(stage.base, Base::Scratch) || below == Some(&true)) && !own.any(|it| fills(it.keyword))
    });
    for edge in file.model.references() {
        let message = match edge.to {
            EdgeTarget::Scratch => "`scratch` holds no files".to_owned(),
            EdgeTarget::Stage(to) if empty.get(to) == Some(&true) => {
                format!("the stage `{}` holds no files", file.source.slice(edge.span))
            }
            _ => continue,
        };
        // Of an empty stage its root can be copied.
        let copy = file.dockerfile.instructions.get(edge.at).and_then(|it| it.kind.transfer());
        let is_root = |copy: &Transfer| copy.sources.iter().all(|source| matches!(&*source.value, "/" | "." | "./"));
        if !copy.is_some_and(is_root) {
            findings.at(edge.span, message);
        }
    }
}
