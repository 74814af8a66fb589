//! Reads the layers that drafts of images need, each once and several at a time, and puts the images together.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::super::Image;
use super::super::layer::Layer;
use super::Options;
use super::compression::Compression;
use super::digest::{self, Algorithms, Compared};
use super::manifest::{Blob, Draft};
use super::problems::{Problems, shown};
use super::scan::{Scan, Sought};
use super::shelf::Trouble;
use super::store::Store;

type Scanned = Result<Arc<Scan>, Trouble>;

/// Reads the layers of all drafts.
pub(super) fn assemble(drafts: Vec<Draft>, store: &dyn Store, options: &Options) -> Vec<Image> {
    let scanned = scan_all(&wanted(&drafts, options), store, options.threads);
    drafts.into_iter().map(|draft| image(draft, &scanned)).collect()
}

/// The names of the layers, and which digests are needed of each.
fn wanted(drafts: &[Draft], options: &Options) -> BTreeMap<String, Sought> {
    let mut wanted: BTreeMap<String, Sought> = BTreeMap::new();
    for draft in drafts {
        for (at, blob) in draft.layers.iter().enumerate().filter(|(_, blob)| !blob.name.is_empty()) {
            let sought = wanted.entry(blob.name.clone()).or_default();
            if options.verify {
                // What has nothing to be compared with is hashed all the same: its files are compared by their content.
                let diff_id = draft.image.config.diff_ids.get(at).map_or("sha256:", String::as_str);
                sought.stored = sought.stored.and(Algorithms::of(&blob.digest));
                sought.unpacked = sought.unpacked.and(Algorithms::of(diff_id));
            }
        }
    }
    wanted
}

/// Scans layers, each by whoever is free.
fn scan_all(wanted: &BTreeMap<String, Sought>, store: &dyn Store, threads: usize) -> HashMap<String, Scanned> {
    let next = AtomicUsize::new(0);
    let jobs: Vec<_> = wanted.iter().collect();
    let done = Mutex::new(HashMap::new());
    let work = || {
        while let Some((name, sought)) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let scanned = store.scan(name, **sought);
            done.lock().unwrap_or_else(PoisonError::into_inner).insert((*name).clone(), scanned);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads.min(jobs.len()) {
            scope.spawn(work);
        }
        work();
    });
    done.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn image(draft: Draft, scanned: &HashMap<String, Scanned>) -> Image {
    let Draft { mut image, layers, mut problems, .. } = draft;
    let diff_ids = &image.config.diff_ids;
    if diff_ids.len() != layers.len() {
        let (layers, ids) = (layers.len(), diff_ids.len());
        problems.mismatch(format!("the manifest lists {layers} layers and the configuration {ids}"));
    }
    let diff_id = |at: usize| diff_ids.get(at).map_or("", String::as_str);
    image.layers = layers.iter().enumerate().map(|(at, blob)| layer(blob, diff_id(at), scanned)).collect();
    image.problems = problems.into_vec();
    image
}

fn layer(blob: &Blob, diff_id: &str, scanned: &HashMap<String, Scanned>) -> Layer {
    let mut layer = Layer { digest: blob.digest.clone(), diff_id: diff_id.to_owned(), ..Layer::default() };
    let mut problems = Problems::default();
    match scanned.get(&blob.name) {
        Some(Ok(scan)) => fill(&mut layer, blob, scan, &mut problems),
        Some(Err(Trouble::Missing)) if is_foreign(&blob.media_type) => {
            problems.odd("the layer lies elsewhere and is not looked at");
        }
        Some(Err(Trouble::Missing)) => problems.incomplete(format!("the layer {} is not there", called(blob))),
        Some(Err(Trouble::Bad(reason))) => problems.incomplete(format!("the layer {} {reason}", called(blob))),
        None => problems.incomplete(format!("the layer's digest `{}` is none", shown(blob.digest.as_bytes()))),
    }
    layer.problems = problems.into_vec();
    layer
}

/// What was found in the blob of a layer.
fn fill(layer: &mut Layer, blob: &Blob, scan: &Scan, problems: &mut Problems) {
    problems.append(scan.problems.clone());
    (layer.stored, layer.unpacked) = (scan.stored, scan.unpacked);
    layer.entries = Arc::clone(&scan.entries);
    if let Some(size) = blob.size.filter(|size| *size != scan.stored) {
        problems.mismatch(format!("the layer has {} bytes instead of {size}", scan.stored));
    }
    if digest::compare(&blob.digest, &scan.stored_sums) == Compared::Different {
        problems.mismatch(different("digest", &blob.digest, &scan.stored_sums));
    }
    match digest::compare(&layer.diff_id, &scan.unpacked_sums) {
        Compared::Same => layer.is_verified = true,
        Compared::Different => problems.mismatch(different("diff_id", &layer.diff_id, &scan.unpacked_sums)),
        Compared::Unknown => {}
    }
    let found = scan.compression.map_or("not compressed", Compression::name);
    if let Some(said) = said_compression(&blob.media_type).filter(|said| *said != found) {
        problems.odd(format!("the layer's media type says {said}, its content is {found}"));
    }
}

fn different(what: &str, expected: &str, sums: &[String]) -> String {
    let found = digest::alike(expected, sums).map_or("", digest::short);
    format!("the layer is not what its {what} says: it is {found}… instead of {}…", digest::short(expected))
}

fn called(blob: &Blob) -> String {
    format!("`{}`", shown(blob.name.as_bytes()))
}

/// Layers that registries do not hand on, and that need not be in an archive.
fn is_foreign(media_type: &str) -> bool {
    media_type.contains("nondistributable") || media_type.contains(".foreign.")
}

/// What a media type says of the compression; `None` where it says nothing.
fn said_compression(media_type: &str) -> Option<&'static str> {
    match media_type {
        "application/vnd.oci.image.layer.v1.tar" | "application/vnd.docker.image.rootfs.diff.tar" => {
            Some("not compressed")
        }
        _ if media_type.ends_with("+zstd") => Some("zstd"),
        _ if media_type.ends_with("+gzip") || media_type.ends_with(".tar.gzip") => Some("gzip"),
        _ => None,
    }
}
