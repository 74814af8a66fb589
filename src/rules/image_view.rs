//! What a rule sees of an image: its configuration, what its layers come to, and where each layer comes from.

use super::findings::{Finding, Findings};
use super::options::Options;
use super::wording::clipped_line;
use crate::dockerfile::Keyword;
use crate::image::attribution::{Attribution, Origin, Placed};
use crate::image::config::Config;
use crate::image::{FileSystem, Image};
use crate::source::Span;

/// An image and all that is known about it.
#[derive(Clone, Copy, Debug)]
pub struct ImageView<'a> {
    /// What was read.
    pub image: &'a Image,
    /// What its layers come to.
    pub files: &'a FileSystem<'a>,
    /// Where its layers come from.
    pub attribution: &'a Attribution,
    /// What the user set.
    pub options: &'a Options,
}

impl<'a> ImageView<'a> {
    /// How a container starts.
    pub fn config(&self) -> &'a Config {
        &self.image.config
    }

    /// Whose a layer is.
    pub fn origin(&self, layer: usize) -> Origin {
        self.attribution.origin(layer)
    }

    /// Whether a layer is the base image's, as far as that is known.
    pub fn is_base(&self, layer: usize) -> bool {
        self.origin(layer) == Origin::Base
    }

    /// Adds a finding about what a layer brings, at the instruction that made it.
    pub fn find<'f>(&self, layer: usize, findings: &'f mut Findings, message: impl Into<String>) -> Finding<'f> {
        findings.at(self.attribution.place(layer), message).in_base(self.is_base(layer))
    }

    /// Adds a finding about what the configuration says, at the last instruction of that kind; where there is none, at what stands for
    /// the image as a whole.
    pub fn find_setting<'f>(
        &self,
        keyword: Keyword,
        findings: &'f mut Findings,
        message: impl Into<String>,
    ) -> Finding<'f> {
        let step = self.attribution.last(keyword).filter(|step| step.origin != Origin::Base);
        findings.at(step.and_then(|step| step.keyword).unwrap_or(self.attribution.whole), message)
    }

    /// Adds a finding about the image as a whole.
    pub fn find_whole<'f>(&self, findings: &'f mut Findings, message: impl Into<String>) -> Finding<'f> {
        findings.at(self.attribution.whole, message)
    }

    /// Where the instruction that made a layer stands.
    pub fn place(&self, layer: usize) -> Span {
        self.attribution.place(layer)
    }

    /// A layer as a message names it: by its line, or by its instruction, or by its number.
    pub fn name_of(&self, layer: usize) -> String {
        match self.attribution.step_of(layer) {
            Some(Placed { keyword: Some(place), .. }) => {
                format!("line {}", self.attribution.source.lines().line(place.start))
            }
            Some(step) => format!("`{}`", clipped_line(&step.instruction.line())),
            None => format!("layer {}", layer + 1),
        }
    }
}
