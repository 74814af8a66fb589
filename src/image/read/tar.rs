//! Walks over a tar archive, entry by entry. Nothing of it is taken for true: sizes are checked, names are bytes.
//!
//! It reads what real programs write and refuses what none can read: an archive without its end blocks, or whose last entry
//! is not filled up to a whole block, is read to its end; one that ends inside of an entry is an error.

use std::io::{self, BufRead, Read};

use super::bounds::{Bounds, Spent};
use super::header::{BLOCK, Header, until_nul};
use super::pax::Extended;
use super::problems::{Problems, shown};
use super::stream::{Feed, Input, invalid};

/// What an entry is, by the letter in its header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    File,
    Directory,
    Symlink,
    Hardlink,
    Special,
}

/// One entry, as the archive has it: nothing is normalised.
#[derive(Debug)]
pub(super) struct Member {
    pub(super) path: Vec<u8>,
    pub(super) link: Vec<u8>,
    pub(super) kind: Type,
    pub(super) mode: u16,
    pub(super) uid: u32,
    pub(super) gid: u32,
    /// Bytes of content that follow.
    pub(super) size: u64,
    pub(super) mtime: i64,
    pub(super) has_capabilities: bool,
}

/// A walk over an archive.
pub(super) struct Walk<'f, 'a> {
    pub(super) feed: &'f mut Feed<'a>,
    pub(super) problems: &'f mut Problems,
    bounds: &'f Bounds,
    spent: &'f Spent,
    /// Entries that were met.
    count: u64,
    global: Extended,
    /// Bytes of the entry's content that were not taken.
    left: u64,
    /// Bytes that fill its last block.
    padding: u64,
    name: Vec<u8>,
}

/// What extended headers said of the entry behind them.
#[derive(Default)]
struct Before {
    count: usize,
    pax: Option<Extended>,
    long_name: Option<Vec<u8>>,
    long_link: Option<Vec<u8>>,
}

impl<'f, 'a> Walk<'f, 'a> {
    pub(super) fn new(
        feed: &'f mut Feed<'a>,
        bounds: &'f Bounds,
        spent: &'f Spent,
        problems: &'f mut Problems,
    ) -> Self {
        let (global, name) = (Extended::default(), Vec::new());
        Self { feed, problems, bounds, spent, count: 0, global, left: 0, padding: 0, name }
    }

    /// The next entry; `None` at the end. Whatever was left of the content of the one before is passed over.
    pub(super) fn next(&mut self) -> io::Result<Option<Member>> {
        let mut before = Before::default();
        loop {
            let Some(block) = self.header()? else { return Ok(None) };
            let header = Header::new(&block).map_err(|error| self.behind(&error))?;
            if matches!(header.kind(), b'x' | b'g' | b'L' | b'K' | b'X') {
                self.extend(&header, &mut before)?;
                continue;
            }
            if let Some(member) = self.member(&header, &mut before)? {
                self.enter(&member)?;
                return Ok(Some(member));
            }
            before = Before::default();
        }
    }

    /// Holds the entries to their bounds.
    fn enter(&mut self, member: &Member) -> io::Result<()> {
        self.count += 1;
        if self.count > self.bounds.layer_entries {
            return Err(invalid(format!("has more than {} entries", self.bounds.layer_entries)));
        }
        let names = member.path.len() + member.link.len();
        let entered = self.spent.enter(names, self.bounds);
        entered.map_err(|message| invalid(format!("is not read to its end: {message}")))
    }

    /// The next block that is no part of the end.
    fn header(&mut self) -> io::Result<Option<[u8; BLOCK]>> {
        self.finish()?;
        let mut block = [0; BLOCK];
        match self.feed.take_block(&mut block)? {
            0 => {
                self.problems.odd("the archive has no end blocks");
                Ok(None)
            }
            BLOCK if block != [0; BLOCK] => Ok(Some(block)),
            BLOCK => self.end(),
            _ if block == [0; BLOCK] => Ok(None),
            _ => Err(cut("a header")),
        }
    }

    /// Behind the first block of zeros: the second one ends the archive.
    fn end(&mut self) -> io::Result<Option<[u8; BLOCK]>> {
        let mut block = [0; BLOCK];
        let got = self.feed.take_block(&mut block)?;
        if block == [0; BLOCK] {
            if got == 0 {
                self.problems.odd("the archive has one end block instead of two");
            }
        } else {
            self.problems.odd("the archive goes on behind its end");
        }
        Ok(None)
    }

    /// Passes over what is left of an entry. An archive may end where its last content does.
    fn finish(&mut self) -> io::Result<()> {
        let left = std::mem::take(&mut self.left);
        self.feed.pass(left).map_err(|error| self.inside(error))?;
        let padding = usize::try_from(std::mem::take(&mut self.padding)).unwrap_or(0);
        let there = self.feed.peek(padding)?.len();
        self.feed.consume(there);
        if there < padding {
            self.problems.odd("the archive's last block is not filled up");
        }
        Ok(())
    }

    fn extend(&mut self, header: &Header<'_>, before: &mut Before) -> io::Result<()> {
        before.count += 1;
        if before.count > self.bounds.extensions {
            return Err(invalid(format!(
                "has more than {} extended headers in front of one entry",
                self.bounds.extensions
            )));
        }
        let text = self.extension(header)?;
        match header.kind() {
            b'L' => before.long_name = Some(until_nul(&text).to_vec()),
            b'K' => before.long_link = Some(until_nul(&text).to_vec()),
            b'g' => {
                self.problems.odd("the archive has a global extended header");
                self.global.read(&text)?;
            }
            _ => before.pax.get_or_insert_with(|| self.global.clone()).read(&text)?,
        }
        Ok(())
    }

    /// The content of an extended header.
    fn extension(&mut self, header: &Header<'_>) -> io::Result<Vec<u8>> {
        let size = header.size()?;
        if size > self.bounds.extension {
            let most = Bounds::shown(self.bounds.extension);
            return Err(invalid(format!("has an extended header of more than {most}")));
        }
        let mut text = Vec::new();
        self.feed.by_ref().take(size).read_to_end(&mut text)?;
        if (text.len() as u64) < size {
            return Err(cut("an extended header"));
        }
        self.padding = padding(size);
        Ok(text)
    }

    /// An entry; `None` for one that says nothing about the image.
    fn member(&mut self, header: &Header<'_>, before: &mut Before) -> io::Result<Option<Member>> {
        let extended = before.pax.take().unwrap_or_else(|| self.global.clone());
        let path = extended.path.or(before.long_name.take()).unwrap_or_else(|| header.name());
        self.name.clone_from(&path);
        let size = extended.size.map_or_else(|| header.size(), Ok).map_err(|error| self.behind(&error))?;
        let kind = self.kind_of(header.kind(), &path);
        // Links, directories and devices have no content, whatever the header says.
        let size = if matches!(kind, Some(Type::File) | None) { size } else { 0 };
        (self.left, self.padding) = (size, padding(size));
        let Some(kind) = kind else { return Ok(None) };
        if let Some(key) = extended.duplicate {
            self.odd(&format!("has the extended header `{key}` twice"));
        }
        let old_sparse = if header.kind() == b'S' { self.sparse_map(header)? } else { None };
        if let Some(real) = extended.real_size.or(old_sparse) {
            self.odd(&format!("is a sparse file: {size} bytes are stored of {real}"));
        }
        let (uid, gid) = (extended.uid.or(header.uid()), extended.gid.or(header.gid()));
        if uid.is_none() || gid.is_none() {
            self.odd("has an owner that is no number");
        }
        Ok(Some(Member {
            path,
            link: extended.link.or(before.long_link.take()).unwrap_or_else(|| header.link()),
            kind,
            mode: header.mode(),
            uid: uid.unwrap_or(u32::MAX),
            gid: gid.unwrap_or(u32::MAX),
            size,
            mtime: extended.mtime.unwrap_or_else(|| header.mtime()),
            has_capabilities: extended.has_capabilities,
        }))
    }

    fn kind_of(&mut self, letter: u8, path: &[u8]) -> Option<Type> {
        match letter {
            // Archives of v7 mark a directory by its name alone.
            b'0' | 0 if path.ends_with(b"/") => Some(Type::Directory),
            b'0' | 0 | b'7' | b'S' => Some(Type::File),
            b'1' => Some(Type::Hardlink),
            b'2' => Some(Type::Symlink),
            b'5' => Some(Type::Directory),
            b'3' | b'4' | b'6' => Some(Type::Special),
            _ => {
                self.odd(&format!("is of an unknown kind (`{}`) and is left out", char::from(letter).escape_default()));
                None
            }
        }
    }

    /// Passes over the blocks with the rest of an old GNU sparse file's map.
    fn sparse_map(&mut self, header: &Header<'_>) -> io::Result<Option<u64>> {
        let (real, mut goes_on) = header.sparse();
        let mut block = [0; BLOCK];
        while goes_on {
            if self.feed.take_block(&mut block)? < BLOCK {
                return Err(cut("a map of a sparse file"));
            }
            goes_on = block[504] != 0;
        }
        Ok(real)
    }

    /// The content of the entry, as it comes; empty at its end.
    pub(super) fn chunk(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Ok(&[]);
        }
        // Asked twice, for an error has to borrow as well.
        let problem = match self.feed.fill_buf() {
            Ok([]) => Some(io::ErrorKind::UnexpectedEof.into()),
            Ok(_) => None,
            Err(error) => Some(error),
        };
        if let Some(problem) = problem {
            return Err(self.inside(problem));
        }
        let next = self.feed.fill_buf()?;
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(next.len());
        Ok(&next[..most])
    }

    /// Takes bytes of [`Self::chunk`].
    pub(super) fn take(&mut self, bytes: usize) {
        self.left -= bytes as u64;
        self.feed.consume(bytes);
    }

    /// Something odd about the entry.
    pub(super) fn odd(&mut self, what: &str) {
        self.problems.odd(format!("`{}` {what}", shown(&self.name)));
    }

    /// Something about the entry that makes what is said of the image incomplete.
    pub(super) fn incomplete(&mut self, what: &str) {
        self.problems.incomplete(format!("`{}` {what}", shown(&self.name)));
    }

    fn inside(&self, error: io::Error) -> io::Error {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => cut(&format!("`{}`", shown(&self.name))),
            _ => error,
        }
    }

    /// An error with its place.
    fn behind(&self, error: &io::Error) -> io::Error {
        if self.name.is_empty() {
            invalid(error.to_string())
        } else {
            invalid(format!("{error}, behind `{}`", shown(&self.name)))
        }
    }
}

/// The content of the entry that a walk is at.
pub(super) struct Content<'w, 'f, 'a>(pub(super) &'w mut Walk<'f, 'a>);

impl Read for Content<'_, '_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let next = self.0.chunk()?;
        let got = next.len().min(into.len());
        into[..got].copy_from_slice(&next[..got]);
        self.0.take(got);
        Ok(got)
    }
}

impl Input for Content<'_, '_, '_> {
    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        if bytes > self.0.left {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        self.0.left -= bytes;
        self.0.feed.pass(bytes)
    }
}

fn cut(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, format!("ends in the middle of {what}"))
}

fn padding(size: u64) -> u64 {
    size.wrapping_neg() % BLOCK as u64
}
