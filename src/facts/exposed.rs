//! The ports of EXPOSE.

use std::ops::Range;

use crate::dockerfile::{Dockerfile, Instruction, Kind, PortError, PortSpec, Text};
use crate::model::{Model, Stage};
use crate::source::Span;

/// A port or a range of ports of EXPOSE.
#[derive(Debug)]
pub struct ExposedPort<'a> {
    /// The word in the file.
    pub word: &'a Text,
    /// The bytes of the word's value that the port comes from; several ports may come from one variable.
    pub range: Range<usize>,
    /// What stands there with variables replaced.
    pub text: String,
    /// The same read, with ranges in `text`.
    pub spec: Result<PortSpec, PortError>,
}

impl ExposedPort<'_> {
    /// A range of `text` as bytes of the word's value: all of the port where variables or quotes stand in between.
    pub fn range_of(&self, part: &Range<usize>) -> Range<usize> {
        if self.word.value.get(self.range.clone()) == Some(&*self.text) {
            self.range.start + part.start..self.range.start + part.end
        } else {
            self.range.clone()
        }
    }

    /// The port or address of the host that it names, and its part that is of the container.
    pub fn of_host(&self) -> Option<(&str, &str)> {
        let spec = self.spec.as_ref().ok()?;
        Some((self.text.get(spec.host_range.clone()?)?, self.text.get(spec.container_range.clone())?))
    }

    /// Whether it is refused because of its protocol.
    pub fn has_unknown_protocol(&self) -> bool {
        let protocol = self.text.split_once('/').map(|(_, protocol)| protocol.to_ascii_lowercase());
        self.spec.is_err() && protocol.is_some_and(|it| !matches!(&*it, "" | "tcp" | "udp" | "sctp"))
    }
}

/// The ports of an EXPOSE whose text is known.
pub fn exposed_ports<'a>(
    model: &Model,
    stage: Option<&Stage>,
    at: usize,
    instruction: &'a Instruction,
) -> Vec<ExposedPort<'a>> {
    let Kind::Expose(words) = &instruction.kind else { return Vec::new() };
    let stage = stage.map(|stage| stage.index);
    let mut ports = Vec::new();
    for word in words {
        let Ok(expansion) = model.expansion(&word.value, stage, at) else { continue };
        for part in expansion.words {
            if let Some(text) = part.value.known() {
                let spec = PortSpec::parse(text);
                ports.push(ExposedPort { word, range: part.range, text: text.to_owned(), spec });
            }
        }
    }
    ports
}

/// The ports that the instructions of one stage expose and the words that say so, in the order of the file. Words that are
/// not known or not legal are left out.
pub fn ports_of_stage<'a>(
    dockerfile: &'a Dockerfile,
    model: &'a Model,
    stage: &'a Stage,
) -> impl Iterator<Item = (Span, PortSpec)> {
    let instructions = stage.instructions.clone();
    instructions
        .filter_map(|at| Some((at, dockerfile.instructions.get(at)?)))
        .flat_map(|(at, instruction)| exposed_ports(model, Some(stage), at, instruction))
        .filter_map(|port| Some((port.word.span, port.spec.ok()?)))
}
