//! What two builds of the same thing differ in, layer by layer.

use std::collections::BTreeMap;

use super::config::Config;
use super::layer::{Entry, Kind, Layer};

/// A path at which two layers differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference<'a> {
    /// Where.
    pub path: &'a [u8],
    /// In what, the gravest: `content`, `time`.
    pub what: &'static str,
}

/// All that differs is when a file was written.
pub const TIME: &str = "time";

/// Where the files of two layers differ, those that differ in their time alone at the end. Content that was not read is not compared.
pub fn differences<'a>(own: &'a Layer, other: &'a Layer) -> Vec<Difference<'a>> {
    if own.is_verified && other.is_verified && own.diff_id == other.diff_id {
        return Vec::new();
    }
    let (own, other) = (by_path(own), by_path(other));
    let mut found: Vec<Difference<'a>> = Vec::new();
    for (path, entry) in &own {
        let what = other.get(path).map_or(Some("only in this one"), |other| difference(entry, other));
        found.extend(what.map(|what| Difference { path, what }));
    }
    let elsewhere = other.keys().filter(|path| !own.contains_key(*path));
    found.extend(elsewhere.map(|path| Difference { path, what: "only in the other" }));
    found.sort_by_key(|difference| (difference.what == TIME, difference.path));
    found
}

/// The last of several entries of a path is the one that counts.
fn by_path(layer: &Layer) -> BTreeMap<&[u8], &Entry> {
    layer.entries.iter().map(|entry| (&*entry.path, entry)).collect()
}

fn difference(own: &Entry, other: &Entry) -> Option<&'static str> {
    let content = own.content_hash.zip(other.content_hash).is_some_and(|(own, other)| own != other);
    match (&own.kind, &other.kind) {
        (Kind::Symlink(own), Kind::Symlink(other)) | (Kind::Hardlink(own), Kind::Hardlink(other)) if own != other => {
            Some("target")
        }
        (own, other) if std::mem::discriminant(own) != std::mem::discriminant(other) => Some("kind"),
        _ if content || own.size != other.size => Some("content"),
        _ if own.mode != other.mode => Some("mode"),
        _ if (own.uid, own.gid) != (other.uid, other.gid) => Some("owner"),
        _ if own.has_capabilities != other.has_capabilities => Some("capabilities"),
        _ if own.mtime != other.mtime => Some(TIME),
        _ => None,
    }
}

/// What of two configurations differs.
pub fn settings(own: &Config, other: &Config) -> Vec<&'static str> {
    let differs = [
        ("the time of the build", own.created != other.created),
        (
            "the platform",
            (&own.os, &own.architecture, &own.variant) != (&other.os, &other.architecture, &other.variant),
        ),
        ("the user", own.user != other.user),
        ("the environment", own.env != other.env),
        ("the command", (&own.entrypoint, &own.cmd) != (&other.entrypoint, &other.cmd)),
        ("the working directory", own.working_dir != other.working_dir),
        ("the labels", own.labels != other.labels),
        ("the ports", own.exposed_ports != other.exposed_ports),
        ("the volumes", own.volumes != other.volumes),
        ("the health check", own.healthcheck != other.healthcheck),
        ("the history", own.history != other.history),
    ];
    differs.into_iter().filter(|(_, differs)| *differs).map(|(what, _)| what).collect()
}
