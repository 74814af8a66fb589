//! The frontend that a Dockerfile pins with `# syntax=`, and what in the file needs a younger one.

use crate::dockerfile::{DirectiveName, Dockerfile, ImageRef};
use crate::knowledge::frontend::{Feature, HEREDOCS, feature_of, minor_version};
use crate::source::{Source, Span};

/// A version 1.`minor` of `docker/dockerfile` that `# syntax=` names.
#[derive(Clone, Copy, Debug)]
pub struct PinnedFrontend {
    /// The image in the directive.
    pub span: Span,
    /// The minor version.
    pub minor: u32,
    /// Whether it is of the labs channel.
    pub labs: bool,
    /// Whether a digest pins it as well.
    pub digest: bool,
}

impl PinnedFrontend {
    /// The frontend that a file pins; `None` where it pins none, or one that moves on with the minor versions.
    pub fn of(source: &Source, dockerfile: &Dockerfile) -> Option<Self> {
        let span = dockerfile.directives.iter().rfind(|known| known.name == DirectiveName::Syntax)?.value;
        let image = ImageRef::parse(source.slice(span)).ok()?;
        let (minor, labs) = image.tag().and_then(minor_version)?;
        let digest = image.digest().is_some();
        (image.familiar_name() == "docker/dockerfile").then_some(Self { span, minor, labs, digest })
    }
}

/// A part of the language that not every frontend knows.
#[derive(Debug)]
pub struct UsedFeature {
    /// Which one.
    pub feature: &'static Feature,
    /// Where it is used.
    pub span: Span,
    /// How messages name it.
    pub name: String,
}

/// The features that a file uses, in the order of the file; those of triggers too.
pub fn used_features(dockerfile: &Dockerfile) -> impl Iterator<Item = UsedFeature> {
    dockerfile.instructions.iter().flat_map(|outer| {
        let instruction = outer.unwrapped();
        let keyword = instruction.keyword.name();
        let flags = instruction.flags.iter().filter_map(move |flag| {
            let feature = feature_of(keyword, &flag.name.value)?;
            Some(UsedFeature { feature, span: flag.span, name: format!("{keyword} --{}", flag.name.value) })
        });
        let heredoc = instruction.heredocs.first();
        flags.chain(heredoc.map(|heredoc| UsedFeature {
            feature: &HEREDOCS,
            span: heredoc.opener,
            name: "a heredoc".to_owned(),
        }))
    })
}
