//! Paths as text: relative to the context's root, with `/`. Nothing here looks at a disk.

/// The shortest equal path, as Go's `filepath.Clean` gives it: `.` for nothing, `..` only at the beginning.
pub(super) fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            ".." if rooted => {}
            other => parts.push(other),
        }
    }
    match (rooted, parts.is_empty()) {
        (true, _) => format!("/{}", parts.join("/")),
        (false, true) => ".".into(),
        (false, false) => parts.join("/"),
    }
}

/// A path of the context in its clean form, with the root as ""; a leading `/` is the root, as in COPY. `None` where it
/// leads out of the context.
pub(super) fn inside(path: &str) -> Option<String> {
    let clean = clean(path);
    let clean = clean.trim_start_matches('/');
    match clean {
        "." => Some(String::new()),
        ".." => None,
        _ if clean.starts_with("../") => None,
        _ => Some(clean.to_owned()),
    }
}

/// `folder/name`, or `name` at the root.
pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// The folder and the name of a clean path.
pub(super) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

/// Where the parts of a clean path end: each folder above it, from the root down, and then itself.
pub(super) fn ends(path: &str) -> impl Iterator<Item = usize> {
    path.match_indices('/').map(|(at, _)| at).chain([path.len()])
}
