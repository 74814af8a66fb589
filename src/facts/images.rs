//! Images that a Dockerfile takes from a registry: in FROM, `COPY --from`, mounts and `# syntax=`.

use crate::dockerfile::{DirectiveName, Dockerfile, Kind};
use crate::knowledge::base_images::{base_image, canonical_repository, is_rolling};
use crate::model::{EdgeKind, EdgeTarget, Model, Part, Stage, Value};
use crate::source::{Source, Span};

/// A use of an image that is no stage of the file.
#[derive(Clone, Debug)]
pub struct ImageUse {
    /// What uses it.
    pub by: UsedBy,
    /// The reference as it stands in the file.
    pub span: Span,
    /// The same with variables replaced.
    pub text: Value,
}

/// What uses an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UsedBy {
    /// `FROM`
    From,
    /// `COPY --from=`
    Copy,
    /// `RUN --mount=…,from=`
    Mount,
    /// `# syntax=`
    Syntax,
}

/// The tag or digest of a reference, as far as the text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version<'a> {
    /// Neither tag nor digest.
    None,
    /// A tag that is known.
    Tag(&'a str),
    /// A tag of which a part is known before the build only.
    SomeTag,
    /// A digest, with or without a tag.
    Digest,
    /// A variable without a value may hold it.
    Unknown,
}

/// Every use of an image in the order of the stages; `scratch`, stages and names that may become stages are left out.
pub fn external_images(source: &Source, dockerfile: &Dockerfile, model: &Model) -> Vec<ImageUse> {
    let syntax =
        dockerfile.directives.iter().filter(|directive| directive.name == DirectiveName::Syntax).map(|directive| {
            // BuildKit takes the first word.
            let value = source.slice(directive.value);
            let word = value.split_whitespace().next().unwrap_or("");
            let length = u32::try_from(word.len()).unwrap_or(0);
            let span = Span::new(directive.value.start, directive.value.start + length);
            ImageUse { by: UsedBy::Syntax, span, text: Value::known(word) }
        });
    let edges = model.edges.iter().filter_map(|edge| {
        let by = match edge.kind {
            EdgeKind::From => UsedBy::From,
            EdgeKind::Copy => UsedBy::Copy,
            EdgeKind::Mount => UsedBy::Mount,
        };
        let external = match edge.to {
            EdgeTarget::Image => true,
            // What is assembled from variables is an image where no stage may have that name.
            EdgeTarget::Unknown => edge.text.prefix().contains(['/', ':']) || edge.text.suffix().contains(['/', ':']),
            EdgeTarget::Stage(_) | EdgeTarget::Scratch => false,
        };
        external.then(|| ImageUse { by, span: edge.span, text: edge.text.clone() })
    });
    syntax.chain(edges).collect()
}

impl ImageUse {
    /// Its tag or digest.
    pub fn version(&self) -> Version<'_> {
        version(&self.text)
    }

    /// The tag that it takes: `latest` where it names none, the empty text where a digest alone says what it is. `None` where
    /// the tag is not known.
    pub fn tag(&self) -> Option<&str> {
        match self.version() {
            Version::Tag(tag) => Some(tag),
            Version::None => Some("latest"),
            Version::Digest => match known_version(self.text.as_known()?.split('@').next()?) {
                Version::Tag(tag) => Some(tag),
                _ => Some(""),
            },
            Version::SomeTag | Version::Unknown => None,
        }
    }

    /// The repository under the one name that stands for all registries it can be had from, where it is known.
    pub fn repository(&self) -> Option<String> {
        let name = without_version(self.text.as_known()?);
        let (registry, repository) = split_registry(name);
        Some(canonical_repository(registry, repository))
    }

    /// Whether its name tells the release, as those of some makers do in place of a tag: `redhat/ubi9`, `static-debian12`.
    pub fn names_release(&self) -> bool {
        let names = |repository: String| {
            let name = repository.rsplit('/').find(|part| part.contains(|it: char| it.is_ascii_digit())).unwrap_or("");
            ["ubi", "debian", "ubuntu"].iter().any(|system| {
                let after = name.split_once(system).map_or("", |(_, after)| after);
                after.trim_start_matches('_').starts_with(|letter: char| letter.is_ascii_digit())
            })
        };
        self.repository().is_some_and(names)
    }

    /// Whether it is an official image of Docker Hub that lotse knows; what another name stands for, its owner knows.
    pub fn is_known(&self) -> bool {
        let official = |repository: &String| !repository.contains('/') && base_image("", repository, None).is_some();
        self.repository().as_ref().is_some_and(official)
    }

    /// Whether it is of a distribution without releases.
    pub fn is_rolling(&self) -> bool {
        self.repository().is_some_and(|repository| is_rolling(&repository))
    }

    /// Whether the reference is written out; else it has the default of a build argument, and a build may ask for another.
    pub fn is_written(&self, source: &Source) -> bool {
        !source.slice(self.span).contains('$')
    }

    /// Its tag in the file, where it is written out there; else the whole reference.
    pub fn tag_span(&self, source: &Source) -> Span {
        let written = source.slice(self.span);
        match (self.version(), written.rfind(':')) {
            (Version::Tag(tag), Some(colon)) if &written[colon + 1..] == tag => {
                Span::new(self.span.end - u32::try_from(tag.len()).unwrap_or(0), self.span.end)
            }
            _ => self.span,
        }
    }
}

/// The image in the FROM at the bottom of a stage's chain.
pub fn base_span(dockerfile: &Dockerfile, model: &Model, stage: &Stage) -> Option<Span> {
    match &dockerfile.instructions.get(model.root(stage).from?)?.kind {
        Kind::From(from) => Some(from.image.span),
        _ => None,
    }
}

/// The registry of a name without tag, `docker.io` where it has none, and the rest.
pub fn split_registry(name: &str) -> (&str, &str) {
    match name.split_once('/') {
        Some((first, rest)) if first.contains(['.', ':']) || first == "localhost" => (first, rest),
        _ => ("docker.io", name),
    }
}

/// A reference without tag and digest.
pub fn without_version(reference: &str) -> &str {
    let name = reference.split('@').next().unwrap_or(reference);
    let last = name.rfind('/').map_or(0, |slash| slash + 1);
    name[last..].find(':').map_or(name, |colon| &name[..last + colon])
}

fn version(text: &Value) -> Version<'_> {
    let parts = match text {
        Value::Known(known) => return known_version(known),
        Value::Unknown => return Version::Unknown,
        Value::Partly(parts) => parts,
    };
    // From the end: only the part behind the last `/` can hold a tag.
    let mut unknown = false;
    for part in parts.iter().rev() {
        match part {
            Part::Unknown => unknown = true,
            Part::Text(text) if text.contains('@') => return Version::Digest,
            Part::Text(text) => match (text.rfind('/'), text.rfind(':')) {
                (slash, Some(colon)) if slash.is_none_or(|slash| slash < colon) => {
                    return if unknown { Version::SomeTag } else { Version::Tag(&text[colon + 1..]) };
                }
                (Some(_), _) => return if unknown { Version::Unknown } else { Version::None },
                (None, _) => {}
            },
        }
    }
    Version::Unknown
}

fn known_version(reference: &str) -> Version<'_> {
    if reference.contains('@') {
        return Version::Digest;
    }
    let last = reference.rfind('/').map_or(0, |slash| slash + 1);
    reference[last..].find(':').map_or(Version::None, |colon| Version::Tag(&reference[last + colon + 1..]))
}
