//! Image references that are not legal.

use super::super::prelude::*;
use crate::dockerfile::ImageRef;
use crate::model::{Base, EdgeKind, EdgeTarget};

pub(crate) static RULE: Rule = Rule::new("invalid-image-reference", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&["dockerfile-utils:INVALID_REFERENCE_FORMAT", "dockerfile-utils:BASE_NAME_EMPTY"])
    .page(include_str!("../../../rules/correctness/invalid-image-reference.md"))
    .checks(&[Check::File(check)]);

/// A FROM whose variables have no value is a matter of `invalid-default-arg-in-from`.
fn check(file: &File<'_>, findings: &mut Findings) {
    for edge in &file.model.edges {
        let is_image = match edge.kind {
            EdgeKind::From => {
                let stage = file.model.stages.get(edge.stage);
                stage.is_some_and(|stage| matches!(stage.base, Base::Unknown) && !super::lacks_value(file, stage))
            }
            EdgeKind::Copy | EdgeKind::Mount => edge.to == EdgeTarget::Image,
        };
        let Some(text) = edge.text.as_known().filter(|_| is_image) else { continue };
        if edge.kind == EdgeKind::Copy && text.contains('$') {
            findings
                .at(edge.span, "`COPY --from` does not replace variables")
                .help("give the image a stage of its own, `FROM image:$TAG AS name`, and copy from that");
        } else if let Err(error) = ImageRef::parse(text) {
            findings.at(edge.span, error.message);
        }
    }
}
