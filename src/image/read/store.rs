//! Where blobs lie: a tar archive that can be read at any place, one that passes once, a folder.

use std::io::{self, Read};
use std::sync::Arc;

use super::Options;
use super::bounds::{Bounds, Spent, Watch};
use super::compression::Compression;
use super::digest::Algorithms;
use super::files::{File, Folder};
use super::problems::Problems;
use super::scan::{Scan, Scanner, Sought, looks_like_tar};
use super::shelf::{Shelf, Trouble};
use super::stream::{Feed, Part, is_said};
use super::tar::{Content, Member, Type, Walk};

/// Where blobs are found by their names.
pub(super) trait Store: Sync {
    /// A short text; an error where it is longer than `most`.
    fn document(&self, name: &str, most: u64) -> Result<Vec<u8>, Trouble>;

    /// A layer.
    fn scan(&self, name: &str, sought: Sought) -> Result<Arc<Scan>, Trouble>;

    /// Whether something stands under a name.
    fn has(&self, name: &str) -> bool;
}

/// What every store needs to read.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) options: &'a Options,
    pub(super) spent: &'a Spent,
}

impl<'a> Reading<'a> {
    pub(super) fn scanner(&self) -> Scanner<'a> {
        Scanner { bounds: &self.options.bounds, spent: self.spent }
    }

    pub(super) fn part(&self, file: &'a File, at: u64, end: u64) -> Part<'a> {
        Part { file, at, end, watch: &self.options.watch }
    }
}

/// Reads a text of a known length, if it is not too long.
pub(super) fn text(mut from: impl Read, size: u64, most: u64) -> Result<Vec<u8>, Trouble> {
    if size > most {
        return Err(Trouble::Bad(format!("is longer than {}", Bounds::shown(most))));
    }
    let mut text = Vec::new();
    let read = from.by_ref().take(size).read_to_end(&mut text);
    match read {
        Ok(got) if (got as u64) < size => Err(Trouble::Bad("ends before its end".to_owned())),
        Ok(_) => Ok(text),
        Err(error) if is_said(&error) => Err(Trouble::Bad(error.to_string())),
        Err(error) => Err(Trouble::Bad(format!("cannot be read: {error}"))),
    }
}

/// A tar archive in a file: where its entries begin and how long they are.
pub(super) struct Archive<'a> {
    file: &'a File,
    end: u64,
    shelf: Shelf<(u64, u64)>,
    reading: Reading<'a>,
}

impl<'a> Archive<'a> {
    /// Notes where the entries are; their content is passed over.
    pub(super) fn index(file: &'a File, end: u64, reading: Reading<'a>) -> (Self, Problems) {
        // What is passed over here is read later.
        let unwatched = Watch::default();
        let mut feed = Feed::new(Part { file, at: 0, end, watch: &unwatched });
        let (shelf, problems) = shelve(&mut feed, reading, |walk, member| Ok((walk.feed.at(), member.size)));
        (Self { file, end, shelf, reading }, problems)
    }
}

/// Puts the entries of the archive around the layers under their names; what stands there is for the caller to say.
fn shelve<T>(
    feed: &mut Feed<'_>,
    reading: Reading<'_>,
    mut thing: impl FnMut(&mut Walk<'_, '_>, &Member) -> io::Result<T>,
) -> (Shelf<T>, Problems) {
    let bounds = &reading.options.bounds;
    let mut shelf = Shelf::new(bounds.hops);
    let mut problems = Problems::default();
    let mut walk = Walk::new(feed, bounds, reading.spent, &mut problems);
    let shelved = loop {
        match walk.next() {
            Ok(Some(member)) => match thing(&mut walk, &member) {
                Ok(thing) => shelf.put(&member, thing, walk.problems),
                Err(error) => break Err(error),
            },
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    if let Err(error) = shelved {
        problems.incomplete(format!("the archive {error}"));
    }
    (shelf, problems)
}

impl Store for Archive<'_> {
    fn document(&self, name: &str, most: u64) -> Result<Vec<u8>, Trouble> {
        let (at, size) = *self.shelf.find(name.as_bytes())?;
        text(self.reading.part(self.file, at, self.end), size, most)
    }

    fn scan(&self, name: &str, sought: Sought) -> Result<Arc<Scan>, Trouble> {
        let (at, size) = *self.shelf.find(name.as_bytes())?;
        let end = at.saturating_add(size);
        let part = self.reading.part(self.file, at, end.min(self.end));
        let mut scan = self.reading.scanner().scan(part, Some(size), sought);
        if end > self.end {
            if scan.problems.is_whole() {
                scan.problems.incomplete("the archive around the layer ends before it");
            }
            scan.forget_sums();
        }
        Ok(Arc::new(scan))
    }

    fn has(&self, name: &str) -> bool {
        self.shelf.find(name.as_bytes()).is_ok()
    }
}

/// What of an entry of a passing archive is kept.
enum Passed {
    Document(Vec<u8>),
    Layer(Arc<Scan>),
    /// Neither the one nor the other, or a text too long to be kept.
    Other(u64),
}

/// A tar archive that passed once: what may be a layer was read as one, short texts were kept.
pub(super) struct Passing {
    shelf: Shelf<Passed>,
}

impl Passing {
    /// Reads an archive to its end.
    pub(super) fn read(feed: &mut Feed<'_>, reading: Reading<'_>) -> (Self, Problems) {
        let mut documents = 0;
        let (shelf, problems) = shelve(feed, reading, |walk, member| match member.kind {
            Type::File => pass(walk, member, reading, &mut documents),
            _ => Ok(Passed::Other(0)),
        });
        (Self { shelf }, problems)
    }
}

/// Reads an entry as what it looks like.
fn pass(walk: &mut Walk<'_, '_>, member: &Member, reading: Reading<'_>, documents: &mut u64) -> io::Result<Passed> {
    let bounds = &reading.options.bounds;
    let size = member.size;
    let length = usize::try_from(size).unwrap_or(usize::MAX).min(512);
    let beginning = walk.feed.peek(length)?;
    let first = beginning.trim_ascii_start().first();
    if matches!(first, Some(b'{' | b'[')) && !looks_like_tar(beginning) {
        let most = bounds.config_bytes.max(bounds.manifest_bytes);
        if size > most || documents.saturating_add(size) > bounds.document_bytes {
            return Ok(Passed::Other(size));
        }
        *documents += size;
        let document = text(Content(walk), size, most);
        return document.map(Passed::Document).map_err(|_| io::ErrorKind::UnexpectedEof.into());
    }
    if size > 0 && Compression::of(beginning).is_none() && !looks_like_tar(beginning) {
        return Ok(Passed::Other(size));
    }
    let name = String::from_utf8_lossy(&member.path);
    let wanted = if !reading.options.verify {
        Algorithms::default()
    } else if name.contains("sha512") {
        Algorithms { sha256: true, sha512: true }
    } else {
        Algorithms { sha256: true, sha512: false }
    };
    let scan = reading.scanner().scan(Content(walk), Some(size), Sought { stored: wanted, unpacked: wanted });
    Ok(Passed::Layer(Arc::new(scan)))
}

impl Store for Passing {
    fn document(&self, name: &str, most: u64) -> Result<Vec<u8>, Trouble> {
        match self.shelf.find(name.as_bytes())? {
            Passed::Document(document) => text(document.as_slice(), document.len() as u64, most),
            Passed::Other(size) if *size > most => text(io::empty(), *size, most),
            Passed::Other(_) | Passed::Layer(_) => Err(Trouble::Bad("is no JSON".to_owned())),
        }
    }

    fn scan(&self, name: &str, _: Sought) -> Result<Arc<Scan>, Trouble> {
        match self.shelf.find(name.as_bytes())? {
            Passed::Layer(scan) => Ok(Arc::clone(scan)),
            Passed::Document(document) => Ok(Arc::new(Scan::of_no_tar(document.len() as u64))),
            Passed::Other(size) => Ok(Arc::new(Scan::of_no_tar(*size))),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.shelf.find(name.as_bytes()).is_ok()
    }
}

impl Store for Folder<'_> {
    fn document(&self, name: &str, most: u64) -> Result<Vec<u8>, Trouble> {
        let (file, size) = self.open(name)?;
        text(self.reading.part(&file, 0, size), size, most)
    }

    fn scan(&self, name: &str, sought: Sought) -> Result<Arc<Scan>, Trouble> {
        let (file, size) = self.open(name)?;
        Ok(Arc::new(self.reading.scanner().scan(self.reading.part(&file, 0, size), Some(size), sought)))
    }

    fn has(&self, name: &str) -> bool {
        !matches!(self.open(name), Err(Trouble::Missing))
    }
}
