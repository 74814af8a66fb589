//! All files of a stage laid over another system.

use super::super::prelude::*;
use crate::model::{Base, Edge, EdgeKind, EdgeTarget};

/// The rule.
pub static RULE: Rule = Rule {
    name: "copy-whole-stage-filesystem",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &["hadolint:DL3067 plain", "hadolint:DL3067 hadolint-only"],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/copy-whole-stage-filesystem.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    for edge in file.model.edges.iter().filter(|edge| edge.kind == EdgeKind::Copy) {
        let Some(instruction) = file.dockerfile.instructions.get(edge.at) else { continue };
        let Kind::Copy(transfer) = &instruction.kind else { continue };
        let whole = |text: &str| matches!(text, "/" | "/." | "/*" | "./" | ".");
        let Some(all) = transfer.sources.iter().find(|source| whole(&source.value)) else {
            continue;
        };
        let onto = matches!(&*transfer.destination.value, "/" | "/.");
        if !onto {
            continue;
        }
        let (span, name) = (all.span.to(transfer.destination.span), file.source.slice(edge.span));
        if mixes_systems(file, edge) {
            findings
                .at(span, format!("the whole system of stage `{name}` is laid over this one"))
                .variant("plain")
                .help("copy what is needed, or build FROM that stage");
        } else {
            findings.at(span, format!("all files of `{name}` are copied")).variant("hadolint-only");
        }
    }
}

/// Whether both stages hold a system of their own; an image or a stage on `scratch` may well be made to be copied as a whole.
fn mixes_systems(file: &File<'_>, edge: &Edge) -> bool {
    let stage = |number: usize| file.model.stages.get(number);
    let EdgeTarget::Stage(from) = edge.to else { return false };
    let (Some(source), Some(target)) = (stage(from), stage(edge.stage)) else { return false };
    let steps = file.dockerfile.instructions.get(source.instructions.clone());
    let built = steps.unwrap_or_default().iter();
    let built =
        built.map(|step| step.keyword).any(|keyword| matches!(keyword, Keyword::Run | Keyword::Copy | Keyword::Add));
    let scratch = |stage| matches!(file.model.root(stage).base, Base::Scratch);
    built && !scratch(source) && !scratch(target)
}
