//! The content of a file while it passes: its hash, and what of it is kept for the rules.

use std::hash::{BuildHasher as _, Hasher as _};
use std::sync::{Arc, LazyLock};

use foldhash::quality::FixedState;
use memchr::memmem::Finder;

use crate::knowledge::image_files::is_worth_reading;

/// Bytes that go into the hash at once, so that it does not depend on how the content came.
const PIECE: usize = 4096;

/// Of a program that is a binary: its header, which says for which machine it is.
const BINARY_HEAD: usize = 64;

/// Of a script: the first line. Linux reads no more of it.
const SCRIPT_HEAD: usize = 256;

/// Where in a file a private key is looked for.
const KEY_BEGINS_WITHIN: usize = 64 << 10;

/// What ends the first line of a private key of every sort (RFC 7468, `OpenSSH`, RFC 9580).
static KEY: LazyLock<[Finder<'static>; 2]> =
    LazyLock::new(|| [Finder::new("PRIVATE KEY-----"), Finder::new("-----BEGIN PGP PRIVATE KEY BLOCK")]);

/// A hash of content, for asking whether two files of one run are equal.
pub(super) struct ContentHash {
    states: [foldhash::quality::FoldHasher<'static>; 2],
    piece: Vec<u8>,
}

impl ContentHash {
    pub(super) fn new() -> Self {
        let state = |seed| FixedState::with_seed(seed).build_hasher();
        Self { states: [state(0x6c6f_7473), state(0x7069_6c6f)], piece: Vec::with_capacity(PIECE) }
    }

    pub(super) fn update(&mut self, mut bytes: &[u8]) {
        if !self.piece.is_empty() {
            let (first, rest) = bytes.split_at(bytes.len().min(PIECE - self.piece.len()));
            self.piece.extend_from_slice(first);
            bytes = rest;
            if self.piece.len() < PIECE {
                return;
            }
            let piece = std::mem::take(&mut self.piece);
            self.write(&piece);
            self.piece = piece;
            self.piece.clear();
        }
        let mut pieces = bytes.chunks_exact(PIECE);
        for piece in pieces.by_ref() {
            self.write(piece);
        }
        self.piece.extend_from_slice(pieces.remainder());
    }

    fn write(&mut self, piece: &[u8]) {
        for state in &mut self.states {
            state.write(piece);
        }
    }

    pub(super) fn finish(mut self) -> u128 {
        let piece = std::mem::take(&mut self.piece);
        self.write(&piece);
        let [high, low] = self.states.map(|state| state.finish());
        u128::from(high) << 64 | u128::from(low)
    }
}

/// How much of a file's content is to be collected while it passes, at most. Where content is passed over, only what the name
/// promises something of is read.
pub(super) fn wanted(path: &[u8], mode: u16, size: u64, most: u64, is_all_read: bool) -> usize {
    if size <= most && (is_all_read || is_candidate(path)) {
        return usize::try_from(size).unwrap_or(usize::MAX);
    }
    if mode & 0o111 == 0 { 0 } else { SCRIPT_HEAD }
}

fn is_candidate(path: &[u8]) -> bool {
    std::str::from_utf8(path).is_ok_and(is_worth_reading)
}

/// What of the content of a file is kept. `beginning` is as much as was [`wanted`].
pub(super) fn kept(path: &[u8], mode: u16, size: u64, beginning: &[u8]) -> Option<Arc<[u8]>> {
    let is_whole = beginning.len() as u64 == size;
    if is_whole && (has_key(beginning) || is_candidate(path)) {
        return Some(beginning.into());
    }
    let head = match beginning {
        _ if mode & 0o111 == 0 => return None,
        [0x7f, b'E', b'L', b'F', ..] => &beginning[..beginning.len().min(BINARY_HEAD)],
        [b'#', b'!', ..] => first_line(&beginning[..beginning.len().min(SCRIPT_HEAD)]),
        _ => return None,
    };
    Some(head.into())
}

fn has_key(content: &[u8]) -> bool {
    let beginning = &content[..content.len().min(KEY_BEGINS_WITHIN)];
    KEY.iter().any(|mark| mark.find(beginning).is_some())
}

/// With its end.
fn first_line(text: &[u8]) -> &[u8] {
    &text[..memchr::memchr(b'\n', text).map_or(text.len(), |end| end + 1)]
}
