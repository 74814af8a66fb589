//! What reports show of an image besides findings: its layers in numbers, and what its final file system is filled with.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::image::attribution::{Attribution, Origin};
use crate::image::files::{FileSystem, LayerSums};
use crate::image::{Image, ProblemKind, shown, versions};

/// An image, as a report shows it.
#[derive(Debug)]
pub struct Picture {
    /// What it is called: its first name, else its path.
    pub name: String,
    /// `linux/amd64`
    pub platform: String,
    /// From the base upward.
    pub layers: Vec<LayerPicture>,
    /// The final file system.
    pub root: Folder,
    /// What was found in what the base image brings.
    pub in_base: Vec<Diagnostic>,
    /// The images that it is built on, where version files tell it: [`versions::chain`].
    pub chain: Option<String>,
    /// What a reader should know about the figures and the places of findings.
    pub notes: Vec<&'static str>,
}

/// A layer, as a report shows it.
#[derive(Debug)]
pub struct LayerPicture {
    /// The instruction that made it, on one line, where that is known.
    pub instruction: Option<String>,
    /// The line of the instruction.
    pub line: Option<u32>,
    /// Whether it is the base image's.
    pub is_base: bool,
    /// In numbers.
    pub sums: LayerSums,
}

/// A folder or a file of the final file system with its size.
#[derive(Debug, Default)]
pub struct Folder {
    /// Its name.
    pub name: String,
    /// Bytes of the files in it.
    pub bytes: u64,
    /// The layer that most of these bytes are in.
    pub layer: usize,
    /// What is in it, the largest first; what is too small to be seen is left out.
    pub children: Vec<Folder>,
}

/// What is smaller than one of so many parts of the image is not seen.
const PARTS: u64 = 800;
/// How deep folders are shown.
const DEPTH: usize = 5;

impl Picture {
    pub(super) fn new(
        image: &Image,
        path: &str,
        files: &FileSystem<'_>,
        attribution: &Attribution,
        in_base: Vec<Diagnostic>,
    ) -> Self {
        let name = image.names.first().map_or(path, String::as_str).to_owned();
        let config = &image.config;
        let parts = [&config.os, &config.architecture, &config.variant];
        let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let layers = files.sums().iter().enumerate().map(|(number, sums)| layer(number, *sums, attribution));
        let is_cut = image.all_problems().any(|(_, problem)| problem.kind == ProblemKind::Incomplete);
        let known = [
            (is_cut, "not all of it could be read: figures and findings are about what was"),
            (
                attribution.is_misfit,
                "the Dockerfile is not the one that this image was built from: findings stand in its history",
            ),
            (attribution.is_guessed, "where the base image ends is a guess; --base or --base-layers says it"),
        ];
        let notes = known.into_iter().filter(|(holds, _)| *holds).map(|(_, note)| note).collect();
        let platform = parts.join("/");
        let chain = versions::chain(&versions::version_files(files));
        Self { name, platform, layers: layers.collect(), root: folders(files), in_base, chain, notes }
    }

    /// Bytes of all layers.
    pub fn bytes(&self) -> u64 {
        self.layers.iter().map(|layer| layer.sums.bytes).sum()
    }

    /// Bytes that no container sees.
    pub fn dead(&self) -> u64 {
        self.layers.iter().map(|layer| layer.sums.dead).sum()
    }
}

fn layer(number: usize, sums: LayerSums, attribution: &Attribution) -> LayerPicture {
    let step = attribution.step_of(number);
    let line = step.and_then(|step| step.keyword).map(|place| attribution.source.lines().line(place.start));
    let instruction = step.map(|step| attribution.text_of(step).split_whitespace().collect::<Vec<_>>().join(" "));
    LayerPicture { instruction, line, is_base: attribution.origin(number) == Origin::Base, sums }
}

/// A folder that is being summed up.
#[derive(Default)]
struct Sum<'a> {
    bytes: u64,
    layers: BTreeMap<usize, u64>,
    children: BTreeMap<&'a [u8], Sum<'a>>,
}

fn folders(files: &FileSystem<'_>) -> Folder {
    let mut root = Sum::default();
    let mut counted = foldhash::HashSet::default();
    for file in files.visible().filter(|file| file.is_regular() && file.content.size > 0) {
        // A file with two names takes its place once.
        if !counted.insert(std::ptr::from_ref(file.content)) {
            continue;
        }
        let mut at = &mut root;
        at.add(file.layer, file.content.size);
        for name in file.entry.path.split(|byte| *byte == b'/').take(DEPTH) {
            at = at.children.entry(name).or_default();
            at.add(file.layer, file.content.size);
        }
    }
    let smallest = root.bytes / PARTS;
    root.into_folder(String::new(), smallest)
}

impl Sum<'_> {
    fn add(&mut self, layer: usize, bytes: u64) {
        self.bytes += bytes;
        *self.layers.entry(layer).or_default() += bytes;
    }

    fn into_folder(self, name: String, smallest: u64) -> Folder {
        let layer = self.layers.iter().max_by_key(|(_, bytes)| **bytes).map_or(0, |(layer, _)| *layer);
        let seen = self.children.into_iter().filter(|(_, child)| child.bytes > smallest);
        let mut children: Vec<Folder> = seen.map(|(name, child)| child.into_folder(shown(name), smallest)).collect();
        children.sort_by_key(|child| std::cmp::Reverse(child.bytes));
        Folder { name, bytes: self.bytes, layer, children }
    }
}
