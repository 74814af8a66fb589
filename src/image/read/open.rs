//! Finds out what an input is, and reads it.

use std::io;
use std::path::Path;
use std::sync::atomic::Ordering;

use super::super::{Image, Problem, ProblemKind};
use super::assemble::assemble;
use super::bounds::Spent;
use super::compression::{self, Compression};
use super::digest::Algorithms;
use super::files::{File, Folder, is_folder};
use super::json::Json;
use super::manifest::{Draft, Naming, Reader};
use super::problems::Problems;
use super::scan::looks_like_tar;
use super::shelf::Trouble;
use super::store::{Archive, Passing, Reading, Store};
use super::stream::{Feed, Input as Stream, Part, Pipe, Tap};
use super::{Input, Opened, Options};

/// Reads the images of an input. It always returns: what could not be read is a problem.
pub fn open(input: Input<'_>, options: &Options) -> Opened {
    let spent = Spent::default();
    let reading = Reading { options, spent: &spent };
    match input {
        Input::Path(path) => {
            from_path(path, reading).unwrap_or_else(|error| failed(&format!("cannot be read: {error}")))
        }
        Input::Stream(stream) => passing(Pipe { inner: stream, watch: &options.watch }, reading),
    }
}

fn failed(message: &str) -> Opened {
    let problem = Problem { kind: ProblemKind::Incomplete, message: message.to_owned() };
    Opened { images: Vec::new(), problems: vec![problem] }
}

fn from_path(path: &Path, reading: Reading<'_>) -> io::Result<Opened> {
    if is_folder(path)? {
        return Ok(images(&Folder { root: path, reading }, reading, Problems::default()));
    }
    let file = File::at(path)?;
    let Some(end) = file.length()? else {
        return Ok(passing(Pipe { inner: file, watch: &reading.options.watch }, reading));
    };
    let watch = &reading.options.watch;
    watch.size.fetch_add(end, Ordering::Relaxed);
    let beginning = Feed::new(Part { file: &file, at: 0, end, watch: &super::Watch::default() }).peek(512)?.to_vec();
    if beginning.is_empty() || Compression::of(&beginning).is_some() || !looks_like_tar(&beginning) {
        return Ok(passing(reading.part(&file, 0, end), reading));
    }
    let (archive, problems) = Archive::index(&file, end, reading);
    Ok(images(&archive, reading, problems))
}

/// Reads what can be read once only.
fn passing(stream: impl Stream, reading: Reading<'_>) -> Opened {
    let bounds = &reading.options.bounds;
    let tap = Tap::new(stream, Algorithms::default());
    let seen = tap.seen();
    let unpacked = compression::unpack(tap, seen, Algorithms::default(), bounds.total_bytes, bounds, reading.spent);
    let begun = unpacked.and_then(|mut unpacked| {
        let is_tar = looks_like_tar(unpacked.feed.peek(512)?) && !unpacked.feed.peek(1)?.is_empty();
        Ok((unpacked, is_tar))
    });
    match begun {
        Err(error) => failed(&format!("the archive {error}")),
        Ok((_, false)) => failed("is neither a tar archive nor a folder with an image"),
        Ok((mut unpacked, true)) => {
            let (passing, problems) = Passing::read(&mut unpacked.feed, reading);
            images(&passing, reading, problems)
        }
    }
}

/// Reads what a store says that it holds, and all of that.
fn images(store: &dyn Store, reading: Reading<'_>, problems: Problems) -> Opened {
    let options = reading.options;
    let (verify, bounds) = (options.verify, &options.bounds);
    let mut reader =
        Reader { store, bounds, verify, naming: Naming::Layout, drafts: Vec::new(), problems, absent: Vec::new() };
    let index = document(&mut reader, "index.json");
    let manifest = document(&mut reader, "manifest.json");
    if index.is_none() && manifest.is_none() && reader.problems.is_whole() {
        reader.problems.incomplete("is no image: there is neither an index.json nor a manifest.json in it");
    }
    if let Some(index) = &index {
        reader.index(index, &mut Vec::new());
    }
    match &manifest {
        Some(Json::List(list)) => reader.docker(list),
        Some(manifest) if index.is_none() => flat(&mut reader, manifest),
        _ => {}
    }
    let (drafts, mut problems) = chosen(reader, options);
    if drafts.is_empty() && problems.is_whole() {
        problems.incomplete("there is no image in it");
    }
    let images: Vec<Image> = assemble(drafts, store, options);
    Opened { images, problems: problems.into_vec() }
}

fn document(reader: &mut Reader<'_>, name: &str) -> Option<Json> {
    match reader.json(name, reader.bounds.manifest_bytes, name, None) {
        Ok(json) => Some(json),
        Err(Trouble::Missing) => None,
        Err(Trouble::Bad(reason)) => {
            reader.problems.incomplete(format!("{name} {reason}"));
            None
        }
    }
}

/// A folder that skopeo wrote: its manifest, or its list of them, and blobs beside it.
fn flat(reader: &mut Reader<'_>, manifest: &Json) {
    reader.naming = Naming::Flat;
    if manifest.get("manifests").is_some() {
        reader.index(manifest, &mut Vec::new());
    } else {
        reader.manifest(manifest, None, "manifest.json");
    }
}

/// The images that were asked for and are there. An index may list platforms that the archive was not given.
fn chosen(reader: Reader<'_>, options: &Options) -> (Vec<Draft>, Problems) {
    let Reader { mut drafts, mut problems, mut absent, store, .. } = reader;
    if let Some(platform) = &options.platform {
        let count = drafts.len();
        drafts.retain(|draft| is_for(draft, platform));
        if drafts.is_empty() && count > 0 {
            problems.incomplete(format!("none of its {count} images is for {platform}"));
        }
    }
    let is_there = |draft: &Draft| draft.layers.is_empty() || draft.layers.iter().any(|blob| store.has(&blob.name));
    if drafts.iter().any(is_there) {
        let (there, elsewhere): (Vec<_>, Vec<_>) = drafts.into_iter().partition(is_there);
        absent.extend(elsewhere.iter().map(called));
        drafts = there;
    }
    for name in &absent {
        if drafts.is_empty() {
            problems.incomplete(format!("the image {name} is listed and not there"));
        } else {
            problems.odd(format!("the image {name} is listed and not there"));
        }
    }
    (drafts, problems)
}

fn called(draft: &Draft) -> String {
    let platform = draft.image.platform.clone();
    platform.or_else(|| draft.image.names.first().cloned()).unwrap_or_else(|| draft.config_digest.clone())
}

/// Whether an image is for a platform, of which the last parts may be left out.
fn is_for(draft: &Draft, platform: &str) -> bool {
    let config = &draft.image.config;
    let own = [config.os.as_str(), &config.architecture, &config.variant].join("/");
    let fits = |own: &str| own == platform || own.strip_prefix(platform).is_some_and(|rest| rest.starts_with('/'));
    fits(&own) || draft.image.platform.as_deref().is_some_and(fits)
}
