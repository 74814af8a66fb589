//! Stages and the edges between them.

use super::scope::Scope;
use super::value::Value;
use crate::dockerfile::{Dockerfile, ImageRef, Instruction};
use crate::knowledge::base_images::BaseImage;
use crate::source::Span;

/// A build stage.
#[derive(Debug)]
pub struct Stage {
    /// Its number, from 0.
    pub index: usize,
    /// Index of its FROM; `None` for the one stage of a text without FROM.
    pub from: Option<usize>,
    /// Its name in lower case.
    pub name: Option<Box<str>>,
    /// What it is built on.
    pub base: Base,
    /// The image or stage in FROM with its variables replaced.
    pub base_text: Value,
    /// Its instructions as indices into the file, FROM excluded.
    pub instructions: std::ops::Range<usize>,
    /// Variables that it defines itself.
    pub scope: Scope,
    /// Whether the target needs it: it is the target, or the target is built on it or copies from it, however indirectly.
    pub reaches_target: bool,
    /// Whether its layers are part of an image that somebody may run in production: it is the target (the stage below it,
    /// if it only tests that) or another stage that no stage uses and whose name does not speak of development or tests, or such a stage is built on it.
    pub in_image: bool,
    /// Whether another stage is built on it or copies from it.
    pub is_used: bool,
    /// Whether it is the stage that a build without `--target` gives, or the configured target.
    pub is_final: bool,
    /// Number of stages below it in its FROM chain.
    pub depth: usize,
    /// The lowest stage of its FROM chain, by its number: the one whose base is no stage.
    pub root: usize,
}

impl Stage {
    /// Its instructions in the file that it stands in, FROM excluded.
    pub fn instructions_in<'a>(&self, dockerfile: &'a Dockerfile) -> &'a [Instruction] {
        dockerfile.instructions.get(self.instructions.clone()).unwrap_or_default()
    }
}

/// What a stage is built on.
#[derive(Debug)]
pub enum Base {
    /// `FROM scratch`
    Scratch,
    /// An earlier stage, by its number.
    Stage(usize),
    /// An image.
    Image(Box<BaseRef>),
    /// An image whose name is known, but not its tag or digest; the reference is that of the name alone.
    Partial(Box<BaseRef>),
    /// Not known: the text depends on variables without a value, there is no FROM, or it is not a legal reference.
    Unknown,
}

impl Base {
    /// The image, where its name is known.
    pub fn image(&self) -> Option<&BaseRef> {
        match self {
            Self::Image(image) | Self::Partial(image) => Some(image),
            Self::Scratch | Self::Stage(_) | Self::Unknown => None,
        }
    }
}

/// An image that a stage is built on.
#[derive(Debug)]
pub struct BaseRef {
    /// The reference, variables replaced.
    pub reference: ImageRef,
    /// What is known of the image.
    pub known: Option<BaseImage>,
}

/// One stage needs another, or an image.
#[derive(Debug)]
pub struct Edge {
    /// The stage that needs something.
    pub stage: usize,
    /// Index of the instruction that says so.
    pub at: usize,
    /// In which way.
    pub kind: EdgeKind,
    /// The name, number or image as it stands in the file.
    pub span: Span,
    /// The same with variables replaced.
    pub text: Value,
    /// What it refers to.
    pub to: EdgeTarget,
}

/// The way in which a stage needs another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeKind {
    /// `FROM`
    From,
    /// `COPY --from=`
    Copy,
    /// `RUN --mount=…,from=`
    Mount,
}

/// What an edge refers to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EdgeTarget {
    /// A stage, by its number; it may be the edge's own or a later one, which `BuildKit` refuses.
    Stage(usize),
    /// An image or a named context.
    Image,
    /// `scratch`
    Scratch,
    /// Not known before the build.
    Unknown,
}
