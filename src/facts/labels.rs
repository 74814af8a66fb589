//! The labels that a stage sets, with those of the stages below it.

use crate::context::Context;
use crate::dockerfile::{Dockerfile, Kind};
use crate::knowledge::context_files::BUILD_FILES;
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

/// Keys that say from which source an image was built. Source: the image specification's annotations, and label-schema.org before
/// it.
const PROVENANCE: &[&str] = &[
    "org.label-schema.vcs-ref", "org.label-schema.vcs-url", "org.label-schema.version",
    "org.opencontainers.image.revision", "org.opencontainers.image.source", "org.opencontainers.image.version",
];

impl Label {
    /// Whether it says from which source the image was built; one whose key is not known may.
    pub fn tells_source(&self) -> bool {
        self.key.as_known().is_none_or(|key| PROVENANCE.contains(&key))
    }
}

/// How many workflows are read: a bound for large projects.
const MOST_WORKFLOWS: usize = 50;

/// Whether a file beside the Dockerfile sets labels when it builds.
pub fn is_labelled_elsewhere(context: &Context) -> bool {
    let workflows = context.glob(".github/workflows/*").unwrap_or_default();
    let files = BUILD_FILES.iter().map(|name| (*name).to_owned()).chain(workflows.into_iter().take(MOST_WORKFLOWS));
    files.filter_map(|path| context.file(&path)).any(|source| {
        source.text().contains("org.opencontainers.image.") || source.text().contains("docker/metadata-action")
    })
}
