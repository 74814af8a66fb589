//! Ports that a stage exposes.

use std::ops::RangeInclusive;

use crate::dockerfile::{Dockerfile, Kind, PortSpec};
use crate::model::{Model, Stage};
use crate::source::Span;

/// A word of EXPOSE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExposedPort {
    /// Index of the EXPOSE.
    pub at: usize,
    /// The word.
    pub span: Span,
    /// The container's ports.
    pub ports: RangeInclusive<u16>,
    /// `tcp` where none is written, in lower case.
    pub protocol: &'static str,
}

/// The ports that the instructions of one stage expose, in the order of the file. Words that are not known or not legal are left
/// out.
pub fn exposed_ports(dockerfile: &Dockerfile, model: &Model, stage: &Stage) -> Vec<ExposedPort> {
    let mut ports = Vec::new();
    for at in stage.instructions.clone() {
        let Some(Kind::Expose(words)) =
            dockerfile.instructions.get(at).map(|instruction| &instruction.kind)
        else {
            continue;
        };
        for word in words {
            let value = model.expand(&word.value, Some(stage.index), at);
            // A variable may hold several words.
            for text in value.as_known().unwrap_or("").split_whitespace() {
                if let Ok(spec) = PortSpec::parse(text) {
                    ports.push(ExposedPort {
                        at,
                        span: word.span,
                        ports: spec.ports,
                        protocol: spec.protocol,
                    });
                }
            }
        }
    }
    ports
}
