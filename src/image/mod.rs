//! Images as they lie in archives and folders: what was built, layer by layer, without unpacking anything.
//!
//! [`Image`] is what every form of an archive is read into; [`layer::Layer`] lists the entries of one layer in the order of the
//! archive, [`config::Config`] says how a container starts and which steps made the image. What was wrong with the input is
//! a [`Problem`], never an end: the rest is looked at all the same.

pub mod accounts;
pub mod align;
pub mod attribution;
pub mod compare;
pub mod config;
pub mod files;
pub mod history;
pub mod layer;
pub mod read;
mod render;
mod replay;
pub mod secrets;
pub mod time;
mod tree;
pub mod versions;
pub mod whiteout;

use std::collections::BTreeMap;
use std::fmt::Write as _;

pub use files::FileSystem;
pub use replay::replay;

use config::Config;
use layer::Layer;

/// One image for one platform.
#[derive(Debug, Default)]
pub struct Image {
    /// What it is called in the archive: `app:1.2`; none, one or several.
    pub names: Vec<String>,
    /// `sha256:…` of its manifest, where the archive has one.
    pub digest: Option<String>,
    /// The platform that the index gives for it: `linux/arm64/v8`.
    pub platform: Option<String>,
    /// The annotations of its manifest, and those of the index's entry for it, which win.
    pub annotations: BTreeMap<String, String>,
    /// How it starts, and its history.
    pub config: Config,
    /// Whether the configuration is of the OCI's media type, which has no place for HEALTHCHECK and SHELL.
    pub is_oci: bool,
    /// From the base upward.
    pub layers: Vec<Layer>,
    /// What was wrong with the archive, the manifest or the configuration. What is wrong with a layer stands there.
    pub problems: Vec<Problem>,
}

impl Image {
    /// What was wrong with it and with its layers: the number of the layer, where it is about one.
    pub fn all_problems(&self) -> impl Iterator<Item = (Option<usize>, &Problem)> {
        let own = self.problems.iter().map(|problem| (None, problem));
        let of_layers = self.layers.iter().enumerate();
        own.chain(of_layers.flat_map(|(layer, found)| found.problems.iter().map(move |problem| (Some(layer), problem))))
    }
}

/// Something in the input that is not as the specification has it, or that goes beyond a bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which kind it is.
    pub kind: ProblemKind,
    /// What is wrong, with the place inside the image: one sentence, lower case, no full stop; not escaped.
    pub message: String,
}

/// What a problem means for what is said about the image.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// Odd, and read as other programs read it.
    Odd,
    /// Content is not what its digest or size says.
    Mismatch,
    /// Something is missing, broken or beyond a bound: what is said about the image is incomplete.
    Incomplete,
}

/// A path of an image as messages show it: what is no text is written as `\\xNN`.
pub fn shown(path: &[u8]) -> String {
    let mut text = String::with_capacity(path.len());
    for chunk in path.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    text
}
