//! A text read for what is asked about its words: syntax, meaning, and who uses which variable. Nothing on disk is asked.

use crate::dockerfile::{self, Dockerfile, Instruction};
use crate::facts::{self, Facts};
use crate::model::{self, BuildOptions, Model};
use crate::shell::Memory;
use crate::source::Source;

/// A text and all that is in it.
pub(super) struct Reading<'a> {
    pub(super) source: &'a Source,
    pub(super) dockerfile: Dockerfile,
    pub(super) model: Model,
}

impl<'a> Reading<'a> {
    pub(super) fn of(source: &'a Source) -> Self {
        let dockerfile = dockerfile::parse(source);
        let model = model::build(&dockerfile, &BuildOptions::default());
        Self { source, dockerfile, model }
    }

    /// What its commands do.
    pub(super) fn facts(&self) -> Facts {
        facts::build(self.source, &self.dockerfile, &self.model, None, false, &Memory::default())
    }

    /// The instruction around an offset, its end included, and its number.
    pub(super) fn instruction(&self, offset: u32) -> Option<(usize, &Instruction)> {
        let all = &self.dockerfile.instructions;
        let number = all.partition_point(|instruction| instruction.span.end < offset);
        all.get(number).filter(|instruction| instruction.span.start <= offset).map(|instruction| (number, instruction))
    }
}
