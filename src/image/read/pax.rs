//! Extended headers: what POSIX, GNU and others say of an entry that its header has no room for.

use std::io;

use super::stream::invalid;

/// What an extended header says; what it leaves out is the header's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Extended {
    pub(super) path: Option<Vec<u8>>,
    pub(super) link: Option<Vec<u8>>,
    pub(super) size: Option<u64>,
    pub(super) uid: Option<u32>,
    pub(super) gid: Option<u32>,
    pub(super) mtime: Option<i64>,
    /// The size of a sparse file with its holes.
    pub(super) real_size: Option<u64>,
    pub(super) has_capabilities: bool,
    /// A key that stands there twice.
    pub(super) duplicate: Option<String>,
}

impl Extended {
    /// Reads the records of a header onto what was said before; the last of several wins.
    pub(super) fn read(&mut self, records: &[u8]) -> io::Result<()> {
        let mut seen: Vec<&[u8]> = Vec::new();
        let mut rest = records;
        while !rest.is_empty() {
            // Some programs fill the last block up and count that in.
            if rest.iter().all(|byte| *byte == 0) {
                break;
            }
            let (key, value, after) = record(rest).ok_or_else(|| invalid("has an extended header that is broken"))?;
            if seen.contains(&key) && !key.starts_with(b"GNU.sparse.") {
                self.duplicate = Some(String::from_utf8_lossy(key).into_owned());
            } else if seen.len() < 64 {
                seen.push(key);
            }
            self.set(key, value)?;
            rest = after;
        }
        Ok(())
    }

    fn set(&mut self, key: &[u8], value: &[u8]) -> io::Result<()> {
        let text = |value: &[u8]| (!value.is_empty()).then(|| value.to_vec());
        match key {
            b"path" | b"GNU.sparse.name" => self.path = text(value),
            b"linkpath" => self.link = text(value),
            b"size" => self.size = number(value)?,
            b"uid" => self.uid = number(value)?,
            b"gid" => self.gid = number(value)?,
            b"mtime" => self.mtime = seconds(value)?,
            b"GNU.sparse.realsize" | b"GNU.sparse.size" => self.real_size = number(value)?,
            b"SCHILY.xattr.security.capability" | b"LIBARCHIVE.xattr.security.capability" => {
                self.has_capabilities = !value.is_empty();
            }
            _ => {}
        }
        Ok(())
    }
}

/// The first record: `LENGTH KEY=VALUE\n`, where the length is that of the whole record.
fn record(text: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let blank = memchr::memchr(b' ', text.get(..text.len().min(20))?)?;
    let length: usize = std::str::from_utf8(&text[..blank]).ok()?.parse().ok()?;
    let (line, after) = (text.get(blank + 1..length)?, text.get(length..)?);
    let line = line.strip_suffix(b"\n")?;
    let equals = memchr::memchr(b'=', line)?;
    Some((&line[..equals], &line[equals + 1..], after))
}

/// A number; `None` where the value is empty, which takes an earlier one back.
fn number<T: std::str::FromStr>(value: &[u8]) -> io::Result<Option<T>> {
    if value.is_empty() {
        return Ok(None);
    }
    let parsed = std::str::from_utf8(value).ok().and_then(|text| text.parse().ok());
    parsed.map(Some).ok_or_else(|| invalid("has an extended header with a number that is none or too large"))
}

/// Seconds; their fraction is left out.
fn seconds(value: &[u8]) -> io::Result<Option<i64>> {
    let whole = memchr::memchr(b'.', value).map_or(value, |point| &value[..point]);
    if whole == b"-" || value.starts_with(b".") { Ok(Some(0)) } else { number(whole) }
}
