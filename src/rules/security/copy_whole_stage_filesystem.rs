//! All files of a stage laid over another system.

use super::super::prelude::*;
use crate::model::{Edge, EdgeKind, EdgeTarget};

pub(crate) static RULE: Rule = Rule::new("copy-whole-stage-filesystem", Group::Security, Severity::Warning)
    .recommended()
    .aliases(&["hadolint:DL3067 plain", "hadolint:DL3067 hadolint-only"])
    .page(include_str!("../../../rules/security/copy-whole-stage-filesystem.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    for edge in file.model.edges.iter().filter(|edge| edge.kind == EdgeKind::Copy) {
        let copy = file.dockerfile.instructions.get(edge.at).and_then(|copy| copy.kind.transfer());
        let Some(copy) = copy.filter(|copy| matches!(&*copy.destination.value, "/" | "/.")) else { continue };
        let whole = |text: &str| matches!(text, "/" | "/." | "/*" | "./" | ".");
        let Some(all) = copy.sources.iter().find(|source| whole(&source.value)) else { continue };
        let (span, name) = (all.span.to(copy.destination.span), file.source.slice(edge.span));
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
    let EdgeTarget::Stage(from) = edge.to else { return false };
    let (Some(from), Some(to)) = (file.model.stages.get(from), file.model.stages.get(edge.stage)) else { return false };
    let builds = |keyword| matches!(keyword, Keyword::Run | Keyword::Copy | Keyword::Add);
    let built = from.instructions_in(file.dockerfile).iter().any(|step| builds(step.keyword));
    built && !file.model.is_from_scratch(from) && !file.model.is_from_scratch(to)
}
