//! Names in archives: data, never places on this machine.

use super::super::tree::split;

/// A name as it is compared: no slash at either end, no empty parts, no `.` and no `..`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) path: Vec<u8>,
    /// What is odd about how it was written.
    pub(super) oddity: Option<&'static str>,
}

/// Brings a name into its one form, as those who unpack archives do. An error says why nobody unpacks it.
pub(super) fn normal(raw: &[u8]) -> Result<Name, &'static str> {
    if raw.contains(&0) {
        return Err("has a NUL in its name");
    }
    if matches!(raw, [letter, b':', b'\\' | b'/', ..] if letter.is_ascii_alphabetic()) {
        return Err("has the name of a drive in its name");
    }
    let mut oddity = raw.starts_with(b"/").then_some("has an absolute name");
    let mut path = Vec::with_capacity(raw.len());
    for part in raw.split(|byte| *byte == b'/') {
        match part {
            b"" | b"." => {}
            b".." => {
                oddity = Some("has `..` in its name");
                let parent = path.iter().rposition(|byte| *byte == b'/').unwrap_or(0);
                if path.is_empty() {
                    return Err("has a name that leads out of the image");
                }
                path.truncate(parent);
            }
            _ => {
                if !path.is_empty() {
                    path.push(b'/');
                }
                path.extend_from_slice(part);
            }
        }
    }
    Ok(Name { path, oddity })
}

/// Where a symbolic link among the names of an archive leads; `None` where that is outside of it.
pub(super) fn link_target(link: &[u8], target: &[u8]) -> Option<Vec<u8>> {
    let folder = &link[..link.len() - split(link).1.len()];
    let joined = if target.starts_with(b"/") { target.to_vec() } else { [folder, target].concat() };
    normal(&joined).ok().map(|name| name.path)
}
