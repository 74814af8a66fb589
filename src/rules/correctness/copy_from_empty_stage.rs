//! Stages without files as a source.

use super::super::prelude::*;
use crate::model::{Base, EdgeKind, EdgeTarget};

pub(crate) static RULE: Rule = Rule::new("copy-from-empty-stage", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&["tally:copy-from-empty-scratch-stage"])
    .page(include_str!("../../../rules/correctness/copy-from-empty-stage.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    // A stage stands behind the one that it is built on.
    let mut empty: Vec<bool> = Vec::with_capacity(file.model.stages.len());
    for stage in &file.model.stages {
        let base = match stage.base {
            Base::Scratch => true,
            Base::Stage(parent) => empty.get(parent).copied().unwrap_or(false),
            _ => false,
        };
        let own = file.dockerfile.instructions.get(stage.instructions.clone()).unwrap_or(&[]);
        let adds = own.iter().any(|instruction| {
            let keyword = instruction.keyword;
            matches!(keyword, Keyword::Copy | Keyword::Add | Keyword::Run | Keyword::Workdir)
        });
        empty.push(base && !adds);
    }
    for edge in file.model.edges.iter().filter(|edge| edge.kind != EdgeKind::From) {
        let instruction = file.dockerfile.instructions.get(edge.at);
        // Of an empty stage its root can be copied.
        if let Some(Kind::Copy(transfer)) = instruction.map(|instruction| &instruction.kind)
            && transfer.sources.iter().all(|source| matches!(&*source.value, "/" | "." | "./"))
        {
            continue;
        }
        let message = match edge.to {
            EdgeTarget::Scratch => "`scratch` holds no files".to_owned(),
            EdgeTarget::Stage(to) if empty.get(to) == Some(&true) => {
                format!("the stage `{}` holds no files", file.source.slice(edge.span))
            }
            _ => continue,
        };
        findings.at(edge.span, message);
    }
}
