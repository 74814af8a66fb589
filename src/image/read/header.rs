//! One header block of a tar archive, as v7, POSIX, GNU and star write it.

use std::io;

use super::stream::invalid;

/// Bytes of a block.
pub(super) const BLOCK: usize = 512;

/// A header block whose sum is right.
pub(super) struct Header<'b>(&'b [u8; BLOCK]);

impl<'b> Header<'b> {
    /// An error where the block is no header.
    pub(super) fn new(block: &'b [u8; BLOCK]) -> io::Result<Self> {
        if has_sum(block) { Ok(Self(block)) } else { Err(invalid("has a header whose checksum is wrong")) }
    }

    pub(super) fn kind(&self) -> u8 {
        self.0[156]
    }

    /// The name, with the prefix that POSIX puts in front of it.
    pub(super) fn name(&self) -> Vec<u8> {
        let name = until_nul(&self.0[..100]);
        let prefix = match (&self.0[257..263], &self.0[508..]) {
            (b"ustar\0", b"tar\0") => until_nul(&self.0[345..476]),
            (b"ustar\0", _) => until_nul(&self.0[345..500]),
            _ => b"",
        };
        if prefix.is_empty() { name.to_vec() } else { [prefix, b"/", name].concat() }
    }

    pub(super) fn link(&self) -> Vec<u8> {
        until_nul(&self.0[157..257]).to_vec()
    }

    pub(super) fn mode(&self) -> u16 {
        let mode = number(&self.0[100..108]).unwrap_or_default();
        u16::try_from(mode & 0o7777).unwrap_or_default()
    }

    pub(super) fn uid(&self) -> Option<u32> {
        number(&self.0[108..116]).and_then(|uid| u32::try_from(uid).ok())
    }

    pub(super) fn gid(&self) -> Option<u32> {
        number(&self.0[116..124]).and_then(|gid| u32::try_from(gid).ok())
    }

    /// An error where it is negative or too large to be one.
    pub(super) fn size(&self) -> io::Result<u64> {
        let size = number(&self.0[124..136]).and_then(|size| u64::try_from(size).ok());
        size.ok_or_else(|| invalid("has a header whose size is no number or negative"))
    }

    pub(super) fn mtime(&self) -> i64 {
        number(&self.0[136..148]).unwrap_or_default()
    }

    /// Of an old GNU sparse file: its real size, and whether a block with more of its map follows.
    pub(super) fn sparse(&self) -> (Option<u64>, bool) {
        (number(&self.0[483..495]).and_then(|size| u64::try_from(size).ok()), self.0[482] != 0)
    }
}

/// Whether a block is a header, by its sum: over unsigned bytes, or over signed ones as some old programs made it.
pub(super) fn has_sum(block: &[u8; BLOCK]) -> bool {
    let Some(said) = number(&block[148..156]) else { return false };
    let without_sum = || block[..148].iter().chain(&[b' '; 8]).chain(&block[156..]);
    let unsigned: i64 = without_sum().map(|byte| i64::from(*byte)).sum();
    let signed: i64 = without_sum().map(|byte| i64::from(byte.cast_signed())).sum();
    said == unsigned || said == signed
}

/// What stands in front of the first NUL.
pub(super) fn until_nul(field: &[u8]) -> &[u8] {
    &field[..memchr::memchr(0, field).unwrap_or(field.len())]
}

/// A number: octal digits, or base 256 where the first bit is set. Nothing at all is 0.
fn number(field: &[u8]) -> Option<i64> {
    if field[0] & 0x80 != 0 {
        return base_256(field);
    }
    let digits = until_nul(field).trim_ascii();
    digits.iter().try_fold(0_i64, |value, digit| match digit {
        b'0'..=b'7' => value.checked_mul(8)?.checked_add(i64::from(digit - b'0')),
        _ => None,
    })
}

fn base_256(field: &[u8]) -> Option<i64> {
    // The first bit marks the form, the second is the sign.
    let first = field[0] & 0x7f;
    let is_negative = first & 0x40 != 0;
    let first = i64::from(if is_negative { first | 0x80 } else { first }.cast_signed());
    field[1..].iter().try_fold(first, |value, byte| value.checked_mul(256)?.checked_add(i64::from(*byte)))
}
