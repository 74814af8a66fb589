//! All files of a stage laid over another system.

use super::super::prelude::*;
use crate::model::{Base, EdgeKind, EdgeTarget};

/// The rule.
pub static RULE: Rule = Rule {
    name: "copy-whole-stage-filesystem",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &["hadolint:DL3067"],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/copy-whole-stage-filesystem.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    for edge in file.model.edges.iter().filter(|edge| edge.kind == EdgeKind::Copy) {
        let EdgeTarget::Stage(from) = edge.to else { continue };
        let (Some(source), Some(target)) =
            (file.model.stages.get(from), file.model.stages.get(edge.stage))
        else {
            continue;
        };
        let Some(instruction) = file.dockerfile.instructions.get(edge.at) else { continue };
        let Kind::Copy(transfer) = &instruction.kind else { continue };
        let whole = |text: &str| matches!(text, "/" | "/." | "/*" | "./" | ".");
        let Some(all) = transfer.sources.iter().find(|source| whole(&source.value)) else {
            continue;
        };
        let onto = matches!(&*transfer.destination.value, "/" | "/.");
        let built =
            file.dockerfile.instructions.get(source.instructions.clone()).is_some_and(|steps| {
                steps
                    .iter()
                    .any(|step| matches!(step.keyword, Keyword::Run | Keyword::Copy | Keyword::Add))
            });
        let scratch = |stage| matches!(file.model.root(stage).base, Base::Scratch);
        if onto && built && !scratch(source) && !scratch(target) {
            findings
                .at(
                    all.span.to(transfer.destination.span),
                    format!(
                        "the whole system of stage `{}` is laid over this one",
                        file.source.slice(edge.span)
                    ),
                )
                .help("copy what is needed, or build FROM that stage");
        }
    }
}
