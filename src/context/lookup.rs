//! Which ignore file is in force.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::IgnoreFile;

/// The ignore files that were looked for and found.
#[derive(Debug, Default)]
pub struct IgnoreFiles {
    /// The one in force.
    pub active: Option<IgnoreFile>,
    /// Which of the names it has.
    pub place: Option<IgnorePlace>,
    /// Those that exist but have no effect because another one is in force, as shown to the user.
    pub shadowed: Vec<PathBuf>,
    /// Those that could not be read: no file, too large, no permission, or a link out of the context.
    pub unreadable: Vec<PathBuf>,
}

/// Where an ignore file lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IgnorePlace {
    /// `<Dockerfile>.dockerignore`, next to the Dockerfile: for this Dockerfile only.
    Specific,
    /// `.dockerignore` at the context's root.
    Root,
    /// `.containerignore` at the context's root; only Podman and Buildah read it.
    Podman,
}

/// What there is at a place.
pub(super) enum Found {
    Nothing,
    Unreadable,
    File(Arc<crate::source::Source>),
}

impl IgnoreFiles {
    /// Looks for ignore files in the order in which the builder does: Podman's for a `Containerfile`, else Docker's.
    pub(super) fn look_up(dockerfile: &Path, places: impl Fn(IgnorePlace) -> (PathBuf, Found)) -> Self {
        let podman = dockerfile.file_name().is_some_and(|name| name.to_string_lossy().starts_with("Containerfile"));
        let order = if podman {
            [IgnorePlace::Specific, IgnorePlace::Podman, IgnorePlace::Root]
        } else {
            [IgnorePlace::Specific, IgnorePlace::Root, IgnorePlace::Podman]
        };
        let mut files = Self::default();
        for place in order {
            match places(place) {
                (_, Found::Nothing) => {}
                (path, Found::Unreadable) => files.unreadable.push(path),
                (path, Found::File(_)) if files.active.is_some() => files.shadowed.push(path),
                (_, Found::File(source)) => {
                    files.active = Some(IgnoreFile::parse(source));
                    files.place = Some(place);
                }
            }
        }
        files
    }
}
