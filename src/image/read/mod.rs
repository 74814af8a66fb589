//! Readers of images: archives of Docker and of the OCI, plain or compressed, as files, folders or streams.
//!
//! Everything is told by its content, never by its name. Nothing is unpacked to disk: a layer passes once, its entries are noted
//! and its digests are made on the way. Input is taken from people nobody knows: every figure in it is checked and everything
//! that grows has a bound in [`Bounds`]. What is wrong becomes a [`Problem`], and the rest is read all the same.

mod assemble;
mod bounds;
mod compression;
mod config_json;
mod content;
mod digest;
mod files;
mod header;
mod json;
mod manifest;
mod names;
mod open;
mod pax;
mod problems;
mod scan;
mod shelf;
mod store;
mod stream;
mod tar;

use std::io::Read;
use std::path::Path;
use std::sync::Arc;

use super::{Image, Problem};

pub use bounds::{Bounds, Watch};
pub use open::open;

/// Where an image is.
pub enum Input<'a> {
    /// A file or a folder.
    Path(&'a Path),
    /// What can be read once only: standard input.
    Stream(Box<dyn Read + 'a>),
}

/// How images are read.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether all content is read and compared with its digests. Without it bodies are passed over where they can be: equal files and
    /// keys in files of any name are not found then.
    pub verify: bool,
    /// Only images for this platform: `linux/arm64`, `linux/arm/v7`, `linux`.
    pub platform: Option<String>,
    /// How many layers are read at once, at most.
    pub threads: usize,
    /// What the input may ask of us.
    pub bounds: Bounds,
    /// Where to look how far it has come, and to end it.
    pub watch: Arc<Watch>,
}

impl Default for Options {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self { verify: true, platform: None, threads, bounds: Bounds::default(), watch: Arc::default() }
    }
}

/// What an input holds.
#[derive(Debug, Default)]
pub struct Opened {
    /// The images, in the order of the archive's lists.
    pub images: Vec<Image>,
    /// What was wrong with the input around the images.
    pub problems: Vec<Problem>,
}
