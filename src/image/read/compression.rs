//! Compressed streams, told by their first bytes, and read while they unpack.

use std::cell::RefCell;
use std::error::Error;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::BlockDecodingStrategy;
use ruzstd::decoding::FrameDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};

use super::bounds::{Bounds, Spent};
use super::digest::Algorithms;
use super::stream::{Feed, Input, Seen, Tap, cause, invalid};

/// How a stream is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Zstd,
}

impl Compression {
    /// What the first bytes say.
    pub(super) fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0x1f, 0x8b, ..] => Some(Self::Gzip),
            // A frame, or one that is to be passed over.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }
}

/// A stream with nothing compressed left around it.
pub(super) struct Unpacked<'a> {
    /// Where to read it.
    pub(super) feed: Feed<'a>,
    /// The outermost compression.
    pub(super) compression: Option<Compression>,
    /// What of it has passed; `None` where nothing was compressed.
    pub(super) seen: Option<Rc<RefCell<Seen>>>,
}

/// Takes the compressions off, one after another. `before` counts what is taken of the packed
/// stream, `most` is how many bytes may come out.
pub(super) fn unpack<'a>(
    packed: impl Input + 'a,
    mut before: Rc<RefCell<Seen>>,
    wanted: Algorithms,
    most: u64,
    bounds: &'a Bounds,
    spent: &'a Spent,
) -> io::Result<Unpacked<'a>> {
    let mut unpacked = Unpacked { feed: Feed::new(packed), compression: None, seen: None };
    let mut count = 0;
    while let Some(compression) = Compression::of(unpacked.feed.peek(4)?) {
        count += 1;
        if count > bounds.compressions {
            return Err(invalid(format!("is compressed more than {} times", bounds.compressions)));
        }
        let decoder: Box<dyn Input + 'a> = match compression {
            Compression::Gzip => Box::new(Gzip(MultiGzDecoder::new(unpacked.feed))),
            Compression::Zstd => Box::new(Zstd { feed: unpacked.feed, decoder: FrameDecoder::new(), is_open: false }),
        };
        let tap = Tap::new(decoder, wanted).guarded(before, most, bounds, spent);
        before = tap.seen();
        unpacked = Unpacked {
            seen: Some(tap.seen()),
            feed: Feed::new(tap),
            compression: unpacked.compression.or(Some(compression)),
        };
    }
    Ok(unpacked)
}

/// All members of a gzip stream.
struct Gzip<'a>(MultiGzDecoder<Feed<'a>>);

impl Read for Gzip<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into).map_err(|error| broken(&error, Compression::Gzip))
    }
}

impl Input for Gzip<'_> {}

/// All frames of a zstd stream.
struct Zstd<'a> {
    feed: Feed<'a>,
    decoder: FrameDecoder,
    is_open: bool,
}

impl Zstd<'_> {
    /// Begins the next frame that has content; whether there is one.
    fn open(&mut self) -> io::Result<bool> {
        while !self.feed.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.feed) {
                Ok(()) => {
                    self.is_open = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    self.feed.pass(length.into())?;
                }
                Err(error) => return Err(self.broken(&error)),
            }
        }
        Ok(false)
    }

    fn broken(&self, error: &FrameDecoderError) -> io::Error {
        match error {
            FrameDecoderError::WindowSizeTooBig { .. } => {
                invalid(format!("needs a zstd window of more than {}", Bounds::shown(self.decoder.max_window_size())))
            }
            _ => broken(error, Compression::Zstd),
        }
    }
}

impl Read for Zstd<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.is_open && !self.open()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let step = self.decoder.decode_blocks(&mut self.feed, BlockDecodingStrategy::UptoBlocks(1));
                step.map_err(|error| self.broken(&error))?;
            }
            match self.decoder.read(into)? {
                0 if self.decoder.is_finished() && self.decoder.can_collect() == 0 => self.is_open = false,
                got => return Ok(got),
            }
        }
    }
}

impl Input for Zstd<'_> {}

/// An error of a decoder; those of what it reads keep their words.
fn broken(error: &(dyn Error + 'static), compression: Compression) -> io::Error {
    let name = compression.name();
    match cause(error) {
        Some(cause) if cause.get_ref().is_some() => cause,
        Some(cause) => io::Error::new(cause.kind(), format!("is cut off: the {name} stream has no end")),
        None => invalid(format!("is no valid {name} stream: {error}")),
    }
}
