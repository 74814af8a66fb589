//! From an instruction's bytes to text that a shell parser can read, at equal offsets. Nothing here
//! knows more of the shell than which bytes part words.

use std::borrow::Cow;

use crate::source::Span;

/// The span's bytes with everything that BuildKit removes when it joins continued lines turned into blanks: the escape
/// character, the blanks behind it and the line end, comment lines and empty lines inside the continued text. The
/// result has the length of the span, so an offset in it plus the span's start is an offset in the file.
///
/// Where the lines are glued together without a blank (`apt-\` + newline + `get`), a blank would tear the word: there a
/// backslash and a newline stand, which the shell removes. Lines behind the end of the continued text (bodies of
/// heredocs) are left as they stand.
pub fn mask(text: &str, span: Span, escape: u8) -> Cow<'_, str> {
    let Some(slice) = text.get(span.range()) else { return Cow::Borrowed("") };
    if !slice.contains('\n') && !ends_in_escape(slice.as_bytes(), escape) {
        return Cow::Borrowed(slice);
    }
    let mut bytes = slice.as_bytes().to_vec();
    let mut start = 0;
    let mut first = true;
    // Where the removed bytes in front of the next text begin.
    let mut gap: Option<usize> = None;
    while start < slice.len() {
        let next = memchr::memchr(b'\n', &slice.as_bytes()[start..]).map_or(slice.len(), |at| start + at + 1);
        let line = slice[start..next].trim_end_matches(['\r', '\n']);
        let content = line.trim_start();
        if !first && (content.is_empty() || content.starts_with('#')) {
            // Removed as a line; what is continued goes on behind it.
        } else {
            if let Some(from) = gap.take() {
                join(&mut bytes, from, start);
            }
            let Some(at) = continuation(line.as_bytes(), escape) else {
                // The instruction's last line: its end is no shell text, heredoc bodies behind it are.
                return finish(bytes, slice);
            };
            gap = Some(start + at);
        }
        first = false;
        start = next;
    }
    if let Some(from) = gap {
        bytes[from..].fill(b' ');
    }
    finish(bytes, slice)
}

/// Only whole characters or ASCII bytes were replaced, so this cannot fail; should it ever, the raw text is still right
/// in its offsets.
fn finish(bytes: Vec<u8>, slice: &str) -> Cow<'_, str> {
    String::from_utf8(bytes).map_or(Cow::Borrowed(slice), Cow::Owned)
}

/// Fills the removed bytes `from..to` between two pieces of text.
fn join(bytes: &mut [u8], from: usize, to: usize) {
    let glued = from > 0 && !parts(bytes[from - 1]) && bytes.get(to).is_some_and(|next| !parts(*next));
    bytes[from..to].fill(b' ');
    // Pairs of backslash and newline vanish in the shell. One byte cannot: with an odd count the word is torn only if
    // it really is one word, and that takes a comment or a carriage return within the word.
    if glued && (to - from).is_multiple_of(2) {
        for pair in bytes[from..to].chunks_exact_mut(2) {
            pair.copy_from_slice(b"\\\n");
        }
    }
}

/// Where the escape character stands that continues the line (given without its end): it is the last byte that is no
/// blank, and no escape character stands before it.
fn continuation(line: &[u8], escape: u8) -> Option<usize> {
    let length = line.iter().rposition(|byte| !matches!(byte, b' ' | b'\t'))?;
    (line[length] == escape && (length == 0 || line[length - 1] != escape)).then_some(length)
}

fn ends_in_escape(line: &[u8], escape: u8) -> bool {
    continuation(line, escape).is_some()
}

/// Whether the byte parts words by itself.
fn parts(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b';' | b'&' | b'|' | b'(' | b')' | b'<' | b'>')
}
