//! Archives that nobody should have to open: each gets an answer that says what is wrong, and hides nothing else.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the names are ours")]

mod crafter;
#[path = "image_hostile/documents.rs"]
mod documents;
#[path = "image_hostile/entries.rs"]
mod entries;
#[path = "image_hostile/names.rs"]
mod names;
mod program;
#[path = "image_hostile/streams.rs"]
mod streams;
#[path = "image_hostile/program.rs"]
mod through_the_program;

use std::fs;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crafter::{BLOCK, Craft, Files, Head, Packing, Tar, archive, folder, gzip, record, seal, zstd};
use lotse::image::layer::{Entry, Kind, Layer};
use lotse::image::read::{Bounds, Input, Opened, Options, Watch, open};
use lotse::image::{Problem, ProblemKind};
use serde_json::{Value, json};

use ProblemKind::{Incomplete, Mismatch, Odd};

fn options(bounds: Bounds) -> Options {
    Options { bounds, ..Options::default() }
}

/// Reads an archive as a file and as a stream, which have to say the same of the layers.
fn read_with(bytes: &[u8], bounds: &Bounds) -> Opened {
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("image");
    fs::write(&path, bytes).unwrap();
    let opened = open(Input::Path(&path), &options(bounds.clone()));
    let stream = open(Input::Stream(Box::new(bytes)), &options(bounds.clone()));
    let layers = |opened: &Opened| -> Vec<_> {
        let layers = opened.images.iter().flat_map(|image| &image.layers);
        layers.map(|layer| (layer.entries.clone(), layer.problems.clone())).collect()
    };
    assert_eq!(layers(&opened), layers(&stream));
    opened
}

fn read(bytes: &[u8]) -> Opened {
    read_with(bytes, &Bounds::default())
}

/// The layer below, the hostile one, and the layer above.
fn sandwich(hostile: Vec<u8>) -> Craft {
    let plain = |name: &str| Tar::new().file(name, b"x").end();
    Craft::of(vec![plain("below"), hostile, plain("above")])
}

/// Reads an image with a hostile layer, whose neighbours have to be whole.
fn layer_with(hostile: Vec<u8>, bounds: &Bounds) -> Layer {
    let mut opened = read_with(&archive(&sandwich(hostile).docker_archive()), bounds);
    assert_eq!(opened.problems, []);
    let image = opened.images.pop().unwrap();
    assert_eq!(image.problems, []);
    let [below, hostile, above]: [Layer; 3] = image.layers.try_into().unwrap();
    for plain in [&below, &above] {
        assert!(plain.is_verified && plain.problems.is_empty() && plain.entries.len() == 1, "{plain:?}");
    }
    hostile
}

fn layer(hostile: Vec<u8>) -> Layer {
    layer_with(hostile, &Bounds::default())
}

fn said(problems: &[Problem]) -> Vec<(ProblemKind, &str)> {
    problems.iter().map(|problem| (problem.kind, problem.message.as_str())).collect()
}

fn paths(layer: &Layer) -> Vec<String> {
    layer.entries.iter().map(|entry| String::from_utf8_lossy(&entry.path).into_owned()).collect()
}

fn named(name: &[u8]) -> Head<'_> {
    Head { name, ..Head::default() }
}

/// A layout whose manifest or index is changed before it is written.
fn changed(craft: &Craft, change: impl FnOnce(&mut Value)) -> Files {
    let (mut files, manifest) = craft.blobs(Packing::Plain);
    let mut manifest: Value = serde_json::from_slice(&manifest).unwrap();
    change(&mut manifest);
    let manifest = serde_json::to_vec(&manifest).unwrap();
    let index = json!({"manifests": [crafter::descriptor(&manifest, crafter::MANIFEST_TYPE, None)]});
    files.push((format!("blobs/sha256/{}", crafter::hex(&manifest)), manifest));
    files.push(("index.json".to_owned(), serde_json::to_vec(&index).unwrap()));
    files
}

/// A layout in which the second layer is stored as given, its digest right.
fn stored(blob: &[u8], media_type: &str, bounds: &Bounds) -> Layer {
    let craft = sandwich(Tar::new().end());
    let mut files = changed(&craft, |manifest| manifest["layers"][1] = crafter::descriptor(blob, media_type, None));
    files.push((format!("blobs/sha256/{}", crafter::hex(blob)), blob.to_vec()));
    let mut opened = read_with(&archive(&files), bounds);
    assert!(opened.images[0].layers[0].is_verified && opened.images[0].layers[2].is_verified);
    opened.images.pop().unwrap().layers.swap_remove(1)
}
