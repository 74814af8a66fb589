//! The labels that a stage sets, with those of the stages below it.

use crate::dockerfile::{Dockerfile, Kind};
use crate::model::{Model, Stage, Value};
use crate::source::Span;

/// A label.
#[derive(Clone, Debug)]
pub struct Label {
    /// Index of the LABEL.
    pub at: usize,
    /// Its key, variables replaced.
    pub key: Value,
    /// Where the key stands.
    pub key_span: Span,
    /// Its value, variables replaced.
    pub value: Value,
    /// Where the value stands.
    pub value_span: Span,
}

/// The labels of a stage and of the stages that it is built on, nearest stage first. Labels of the base image are not known.
pub fn labels_in_chain(dockerfile: &Dockerfile, model: &Model, stage: &Stage) -> Vec<Label> {
    let mut labels = Vec::new();
    for stage in model.chain(stage) {
        for at in stage.instructions.clone() {
            let Some(Kind::Label(pairs)) = dockerfile.instructions.get(at).map(|instruction| &instruction.kind) else {
                continue;
            };
            labels.extend(pairs.pairs.iter().map(|pair| Label {
                at,
                key: model.expand(&pair.key.value, Some(stage.index), at),
                key_span: pair.key.span,
                value: model.expand(&pair.value.value, Some(stage.index), at),
                value_span: pair.value.span,
            }));
        }
    }
    labels
}
