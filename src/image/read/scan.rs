//! One layer from its first byte to its last: its entries, its sums, and what is wrong with it.

use std::io;
use std::sync::Arc;

use super::super::layer::{Entry, Kind};
use super::super::tree::split;
use super::bounds::{Bounds, Spent};
use super::compression::{self, Compression};
use super::content::{self, ContentHash};
use super::digest::Algorithms;
use super::names::normal;
use super::problems::{Problems, shown};
use super::stream::{Feed, Input, Tap, invalid};
use super::tar::{Member, Type, Walk};

/// What a layer's stream holds. Whose layer it is and what it should be is not known here.
#[derive(Debug, Default)]
pub(super) struct Scan {
    pub(super) entries: Arc<Vec<Entry>>,
    pub(super) problems: Problems,
    /// Digests of the stream as it is stored, and of what it unpacks to; none where they were not wanted or the end was not reached.
    pub(super) stored_sums: Vec<String>,
    pub(super) unpacked_sums: Vec<String>,
    /// Bytes of both.
    pub(super) stored: u64,
    pub(super) unpacked: u64,
    pub(super) compression: Option<Compression>,
}

impl Scan {
    /// That of something else.
    pub(super) fn of_no_tar(stored: u64) -> Self {
        let mut scan = Self { stored, ..Self::default() };
        scan.problems.incomplete(format!("the layer {NO_TAR}"));
        scan
    }

    /// Takes back that the end was reached.
    pub(super) fn forget_sums(&mut self) {
        self.stored_sums.clear();
        self.unpacked_sums.clear();
    }
}

/// Which digests are wanted, of the stream as it is stored and of what it unpacks to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sought {
    pub(super) stored: Algorithms,
    pub(super) unpacked: Algorithms,
}

impl Sought {
    fn is_none(self) -> bool {
        self.stored.and(self.unpacked) == Algorithms::default()
    }
}

/// What scans have in common.
#[derive(Clone, Copy)]
pub(super) struct Scanner<'a> {
    pub(super) bounds: &'a Bounds,
    pub(super) spent: &'a Spent,
}

impl Scanner<'_> {
    /// Reads a layer; `size` is that of the stream, where it is known.
    pub(super) fn scan(&self, input: impl Input, size: Option<u64>, sought: Sought) -> Scan {
        let mut scan = Scan { stored: size.unwrap_or_default(), ..Scan::default() };
        let mut entries = Vec::new();
        if let Err(error) = self.read(input, size, sought, &mut scan, &mut entries) {
            scan.problems.incomplete(format!("the layer {error}"));
        }
        entries.shrink_to_fit();
        duplicates(&entries, &mut scan.problems);
        scan.entries = Arc::new(entries);
        scan
    }

    fn read(
        &self,
        input: impl Input,
        size: Option<u64>,
        sought: Sought,
        scan: &mut Scan,
        entries: &mut Vec<Entry>,
    ) -> io::Result<()> {
        // Where nothing is compressed, one sum serves for both.
        let mut stored = Tap::new(input, sought.stored.and(sought.unpacked));
        let stored_seen = stored.seen();
        let mut unpacked = compression::unpack(
            &mut stored, stored_seen, sought.unpacked, self.bounds.layer_bytes, self.bounds, self.spent,
        )?;
        scan.compression = unpacked.compression;
        if !looks_like_tar(unpacked.feed.peek(512)?) {
            return Err(invalid(NO_TAR));
        }
        self.walk(&mut unpacked.feed, scan, entries, sought)?;
        let seen = unpacked.seen.take();
        if !sought.is_none() || seen.is_some() {
            rest(&mut unpacked.feed, &mut scan.problems)?;
        }
        drop(unpacked);
        if !sought.is_none() {
            stored.drain()?;
        }
        let stored = stored.seen();
        let stored = stored.borrow();
        scan.stored = size.unwrap_or(stored.bytes);
        scan.stored_sums = stored.sums.digests();
        match seen {
            None => (scan.unpacked, scan.unpacked_sums) = (scan.stored, scan.stored_sums.clone()),
            Some(seen) => (scan.unpacked, scan.unpacked_sums) = (seen.borrow().bytes, seen.borrow().sums.digests()),
        }
        Ok(())
    }

    fn walk(&self, feed: &mut Feed<'_>, scan: &mut Scan, entries: &mut Vec<Entry>, sought: Sought) -> io::Result<()> {
        let mut walk = Walk::new(feed, self.bounds, self.spent, &mut scan.problems);
        let mut beginning = Vec::new();
        while let Some(member) = walk.next()? {
            let Some(mut entry) = self.entry(&member, &mut walk) else { continue };
            let is_file = entry.kind == Kind::File;
            let content =
                if is_file { self.content(&mut entry, &mut walk, &mut beginning, !sought.is_none()) } else { Ok(()) };
            // Even if its content is cut off.
            entries.push(entry);
            content?;
        }
        Ok(())
    }

    /// An entry under the one form of its name; `None` for one that nobody unpacks.
    fn entry(&self, member: &Member, walk: &mut Walk<'_, '_>) -> Option<Entry> {
        let path = self.path(&member.path, walk)?;
        if path.is_empty() && member.kind != Type::Directory {
            refuse(walk, "has no name");
            return None;
        }
        if matches!(split(&path).1, b".wh." | b".wh.." | b".wh...") {
            walk.odd("is a whiteout of nothing and is left out");
            return None;
        }
        let kind = match member.kind {
            Type::File => Kind::File,
            Type::Directory => Kind::Directory,
            Type::Special => Kind::Special,
            Type::Symlink if member.link.len() > self.bounds.path => {
                refuse(walk, &format!("links to a path of more than {} bytes", self.bounds.path));
                return None;
            }
            Type::Symlink => Kind::Symlink(member.link.as_slice().into()),
            Type::Hardlink => Kind::Hardlink(self.path(&member.link, walk)?.into()),
        };
        Some(Entry {
            path: path.into(),
            kind,
            mode: member.mode,
            uid: member.uid,
            gid: member.gid,
            size: member.size,
            mtime: member.mtime,
            content_hash: None,
            has_capabilities: member.has_capabilities,
            body: None,
        })
    }

    fn path(&self, raw: &[u8], walk: &mut Walk<'_, '_>) -> Option<Vec<u8>> {
        let bounds = self.bounds;
        if raw.len() > bounds.path {
            refuse(walk, &format!("has a path of more than {} bytes", bounds.path));
            return None;
        }
        let name = match normal(raw) {
            Ok(name) => name,
            Err(reason) => {
                refuse(walk, reason);
                return None;
            }
        };
        if memchr::memchr_iter(b'/', &name.path).count() >= bounds.depth {
            refuse(walk, &format!("lies more than {} folders deep", bounds.depth));
            return None;
        }
        if let Some(oddity) = name.oddity {
            walk.odd(oddity);
        }
        if name.path.split(|byte| *byte == b'/').any(|part| part.len() > LONGEST_PART) {
            walk.odd(&format!("has a part of more than {LONGEST_PART} bytes in its name"));
        }
        if std::str::from_utf8(&name.path).is_err() {
            walk.odd("has a name that is no UTF-8");
        }
        Some(name.path)
    }

    /// Lets the content pass: sums were made on the way, here it is hashed, and kept where a rule may ask for it.
    fn content(
        &self,
        entry: &mut Entry,
        walk: &mut Walk<'_, '_>,
        beginning: &mut Vec<u8>,
        is_all_read: bool,
    ) -> io::Result<()> {
        let wanted = content::wanted(&entry.path, entry.mode, entry.size, self.bounds.kept_file, is_all_read);
        beginning.clear();
        let mut hash = is_all_read.then(ContentHash::new);
        while is_all_read || beginning.len() < wanted {
            let chunk = walk.chunk()?;
            if chunk.is_empty() {
                break;
            }
            if let Some(hash) = &mut hash {
                hash.update(chunk);
            }
            let more = chunk.len().min(wanted - beginning.len());
            beginning.extend_from_slice(&chunk[..more]);
            let length = if is_all_read { chunk.len() } else { more };
            walk.take(length);
        }
        entry.content_hash = hash.map(ContentHash::finish);
        let body = content::kept(&entry.path, entry.mode, entry.size, beginning);
        entry.body = body.filter(|body| self.spent.keep(body.len() as u64, self.bounds));
        Ok(())
    }
}

const NO_TAR: &str = "is no tar archive";

/// What a file system takes as one part of a path.
const LONGEST_PART: usize = 255;

fn refuse(walk: &mut Walk<'_, '_>, what: &str) {
    walk.incomplete(&format!("{what} and is left out"));
}

/// Whether a stream begins as an archive does, or with the end of an empty one.
pub(super) fn looks_like_tar(beginning: &[u8]) -> bool {
    let Ok(block) = <&[u8; 512]>::try_from(beginning) else { return beginning.is_empty() };
    *block == [0; 512] || super::header::has_sum(block)
}

/// What stands behind the end of the archive: nothing but zeros, by rights.
fn rest(feed: &mut Feed<'_>, problems: &mut Problems) -> io::Result<()> {
    use io::BufRead as _;
    let mut is_said = false;
    loop {
        let next = feed.fill_buf()?;
        if next.is_empty() {
            return Ok(());
        }
        if !is_said && next.iter().any(|byte| *byte != 0) {
            problems.odd("there is something behind the end of the archive");
            is_said = true;
        }
        let length = next.len();
        feed.consume(length);
    }
}

/// Reports files that stand in a layer twice, which the specification forbids; folders do in many and it means nothing.
fn duplicates(entries: &[Entry], problems: &mut Problems) {
    let mut seen =
        std::collections::HashMap::with_capacity_and_hasher(entries.len(), foldhash::fast::RandomState::default());
    for entry in entries {
        if let Some(before) = seen.insert(&entry.path, &entry.kind)
            && !(*before == Kind::Directory && entry.kind == Kind::Directory)
        {
            problems.odd(format!("`{}` stands in the layer more than once", shown(&entry.path)));
        }
    }
}
