//! Bytes one after another: parts of files, what is counted and summed on the way, and the buffer that everything is read from.

use std::cell::RefCell;
use std::error::Error;
use std::io::{self, BufRead, Read};
use std::rc::Rc;
use std::sync::atomic::Ordering;

use super::bounds::{Bounds, Spent, Watch};
use super::digest::{Algorithms, Sums};
use super::files::File;

/// Bytes that are read at once, and bytes that are read first behind a place that was sought: what follows may be passed over as well.
const BUFFER: usize = 256 << 10;
const FIRST: usize = 4 << 10;

/// Bytes that come one after another and may be passed over.
pub(super) trait Input: Read {
    /// Passes over bytes; an error of the kind [`io::ErrorKind::UnexpectedEof`] where there are fewer.
    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        pass(self, bytes)
    }
}

impl<T: Input + ?Sized> Input for &mut T {
    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        (**self).skip(bytes)
    }
}

impl<T: Input + ?Sized> Input for Box<T> {
    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        (**self).skip(bytes)
    }
}

/// What stands between two offsets of a file. Several may read the same file at once.
pub(super) struct Part<'a> {
    pub(super) file: &'a File,
    pub(super) at: u64,
    pub(super) end: u64,
    pub(super) watch: &'a Watch,
}

impl Read for Part<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let most = usize::try_from(self.end.saturating_sub(self.at)).unwrap_or(usize::MAX).min(into.len());
        let got = self.file.read_at(&mut into[..most], self.at)?;
        self.at += got as u64;
        seen(self.watch, got as u64)?;
        Ok(got)
    }
}

impl Input for Part<'_> {
    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        let to = self.at.checked_add(bytes).filter(|to| *to <= self.end).ok_or(io::ErrorKind::UnexpectedEof)?;
        self.at = to;
        seen(self.watch, bytes)
    }
}

/// Counts what was read of the input, and ends where somebody wants an end.
fn seen(watch: &Watch, bytes: u64) -> io::Result<()> {
    watch.read.fetch_add(bytes, Ordering::Relaxed);
    if watch.is_stopped.load(Ordering::Relaxed) { Err(stopped()) } else { Ok(()) }
}

fn stopped() -> io::Error {
    invalid("is not read to its end: the time is up")
}

/// An input that cannot be read at any place: a pipe.
pub(super) struct Pipe<'a, R> {
    pub(super) inner: R,
    pub(super) watch: &'a Watch,
}

impl<R: Read> Read for Pipe<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = match self.inner.read(into) {
            Err(error) if error.kind() == io::ErrorKind::TimedOut => return Err(stopped()),
            read => read?,
        };
        seen(self.watch, got as u64)?;
        Ok(got)
    }
}

impl<R: Read> Input for Pipe<'_, R> {}

/// What a [`Tap`] has seen.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) bytes: u64,
    pub(super) sums: Sums,
}

/// Lets bytes pass, and counts and sums them.
pub(super) struct Tap<'a> {
    inner: Box<dyn Input + 'a>,
    seen: Rc<RefCell<Seen>>,
    guard: Option<Guard<'a>>,
}

/// What a compressed stream may unpack to.
struct Guard<'a> {
    packed: Rc<RefCell<Seen>>,
    most: u64,
    bounds: &'a Bounds,
    spent: &'a Spent,
}

impl Guard<'_> {
    fn check(&self, unpacked: u64, more: u64) -> io::Result<()> {
        let bounds = self.bounds;
        if unpacked > self.most {
            return Err(invalid(format!("unpacks to more than {}", Bounds::shown(self.most))));
        }
        let packed = self.packed.borrow().bytes;
        if unpacked > bounds.ratio_from && unpacked > packed.saturating_mul(bounds.ratio) {
            return Err(invalid(format!("unpacks to more than {} times its size", bounds.ratio)));
        }
        if !self.spent.unpack(more, bounds) {
            return Err(invalid(format!(
                "goes too far: the layers unpack to more than {} together",
                Bounds::shown(bounds.total_bytes)
            )));
        }
        Ok(())
    }
}

impl<'a> Tap<'a> {
    pub(super) fn new(inner: impl Input + 'a, wanted: Algorithms) -> Self {
        let seen = Seen { bytes: 0, sums: Sums::new(wanted) };
        Self { inner: Box::new(inner), seen: Rc::new(RefCell::new(seen)), guard: None }
    }

    /// Holds what passes to the bounds of what is unpacked, of a stream of which `packed` was read; it may be `most` bytes.
    pub(super) fn guarded(
        mut self,
        packed: Rc<RefCell<Seen>>,
        most: u64,
        bounds: &'a Bounds,
        spent: &'a Spent,
    ) -> Self {
        self.guard = Some(Guard { packed, most, bounds, spent });
        self
    }

    pub(super) fn seen(&self) -> Rc<RefCell<Seen>> {
        Rc::clone(&self.seen)
    }

    /// Lets the rest pass.
    pub(super) fn drain(&mut self) -> io::Result<()> {
        let mut buffer = vec![0; BUFFER];
        while self.read(&mut buffer)? > 0 {}
        Ok(())
    }
}

impl Read for Tap<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let got = self.inner.read(into)?;
        let mut seen = self.seen.borrow_mut();
        seen.bytes += got as u64;
        seen.sums.update(&into[..got]);
        if let Some(guard) = &self.guard {
            guard.check(seen.bytes, got as u64)?;
        }
        Ok(got)
    }
}

impl Input for Tap<'_> {
    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        if self.guard.is_none() && !self.seen.borrow().sums.is_wanted() {
            self.inner.skip(bytes)?;
            self.seen.borrow_mut().bytes += bytes;
            return Ok(());
        }
        pass(self, bytes)
    }
}

/// The buffer that archives and documents are read from.
pub(super) struct Feed<'a> {
    inner: Box<dyn Input + 'a>,
    buffer: Box<[u8]>,
    start: usize,
    end: usize,
    at: u64,
    /// Bytes to read next time.
    portion: usize,
}

impl<'a> Feed<'a> {
    pub(super) fn new(inner: impl Input + 'a) -> Self {
        Self { inner: Box::new(inner), buffer: vec![0; BUFFER].into(), start: 0, end: 0, at: 0, portion: FIRST }
    }

    /// Bytes that were taken so far.
    pub(super) fn at(&self) -> u64 {
        self.at
    }

    /// The next bytes without taking them: as many as asked for, or all that are left. At most [`BUFFER`].
    pub(super) fn peek(&mut self, bytes: usize) -> io::Result<&[u8]> {
        if self.end - self.start < bytes {
            self.buffer.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
            while self.end < bytes {
                if !self.read_more()? {
                    break;
                }
            }
        }
        Ok(&self.buffer[self.start..self.end.min(self.start + bytes)])
    }

    /// Fills a block; how many bytes were left to fill it with.
    pub(super) fn take_block(&mut self, block: &mut [u8; 512]) -> io::Result<usize> {
        let next = self.peek(block.len())?;
        let got = next.len();
        block[..got].copy_from_slice(next);
        self.consume(got);
        Ok(got)
    }

    /// Passes over bytes.
    pub(super) fn pass(&mut self, bytes: u64) -> io::Result<()> {
        let here = usize::try_from(bytes).unwrap_or(usize::MAX).min(self.end - self.start);
        self.consume(here);
        let left = bytes - here as u64;
        if left > 0 {
            self.inner.skip(left)?;
            self.at = self.at.saturating_add(left);
            self.portion = FIRST;
        }
        Ok(())
    }

    /// Puts more behind what is in the buffer; whether there was more.
    fn read_more(&mut self) -> io::Result<bool> {
        let end = self.buffer.len().min(self.end + self.portion);
        self.portion = BUFFER.min(self.portion * 4);
        let got = read_some(&mut self.inner, &mut self.buffer[self.end..end])?;
        self.end += got;
        Ok(got > 0)
    }
}

impl Read for Feed<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let next = self.fill_buf()?;
        let got = next.len().min(into.len());
        into[..got].copy_from_slice(&next[..got]);
        self.consume(got);
        Ok(got)
    }
}

impl BufRead for Feed<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
            self.read_more()?;
        }
        Ok(&self.buffer[self.start..self.end])
    }

    fn consume(&mut self, bytes: usize) {
        let bytes = bytes.min(self.end - self.start);
        self.start += bytes;
        self.at += bytes as u64;
    }
}

impl Input for Feed<'_> {
    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        self.pass(bytes)
    }
}

/// Reads bytes and drops them.
fn pass(from: &mut (impl Read + ?Sized), bytes: u64) -> io::Result<()> {
    let portion = |left: u64| usize::try_from(left).unwrap_or(BUFFER).min(BUFFER);
    let mut buffer = vec![0; portion(bytes)];
    let mut left = bytes;
    while left > 0 {
        match read_some(from, &mut buffer[..portion(left)])? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            got => left -= got as u64,
        }
    }
    Ok(())
}

fn read_some(inner: &mut (impl Read + ?Sized), into: &mut [u8]) -> io::Result<usize> {
    loop {
        match inner.read(into) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

/// An error about the content of the input, in our words.
pub(super) fn invalid(message: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Said(message.into()))
}

#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Said(String);

/// Whether an error is in our words, which follow the name of what is read.
pub(super) fn is_said(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn Error + Send + Sync>::is::<Said>)
}

/// What an error of a decoder comes from, where that is an error of ours or the end of what it reads.
pub(super) fn cause(error: &(dyn Error + 'static)) -> Option<io::Error> {
    let mut next = Some(error);
    while let Some(error) = next {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            if let Some(said) = error.get_ref().and_then(|inner| inner.downcast_ref::<Said>()) {
                return Some(io::Error::new(error.kind(), Said(said.0.clone())));
            }
            if error.kind() == io::ErrorKind::UnexpectedEof {
                return Some(error.kind().into());
            }
        }
        next = error.source();
    }
    None
}
