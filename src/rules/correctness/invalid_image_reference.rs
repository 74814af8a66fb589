//! Image references that are not legal.

use super::super::prelude::*;
use crate::dockerfile::ImageRef;
use crate::model::{Base, Edge, EdgeKind, EdgeTarget};

pub(crate) static RULE: Rule = Rule::new("invalid-image-reference", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&["dockerfile-utils:INVALID_REFERENCE_FORMAT", "dockerfile-utils:BASE_NAME_EMPTY"])
    .page(include_str!("../../../rules/correctness/invalid-image-reference.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    for edge in file.model.edges.iter().filter(|edge| is_image(file, edge)) {
        let Some(text) = edge.text.as_known() else { continue };
        if edge.kind == EdgeKind::Copy && text.contains('$') {
            findings
                .at(edge.span, "`COPY --from` does not replace variables")
                .help("give the image a stage of its own, `FROM image:$TAG AS name`, and copy from that");
        } else if let Err(error) = ImageRef::parse(text) {
            findings.at(edge.span, error.message);
        }
    }
}

/// A FROM whose variables have no value is a matter of `invalid-default-arg-in-from`.
fn is_image(file: &File<'_>, edge: &Edge) -> bool {
    let Some(stage) = file.model.stages.get(edge.stage).filter(|_| edge.kind == EdgeKind::From) else {
        return edge.to == EdgeTarget::Image;
    };
    matches!(stage.base, Base::Unknown) && !StageView { file, stage }.lacks_value()
}
