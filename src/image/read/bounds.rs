//! What an input that nobody vouches for may ask of us, and how much of it has been asked.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

const KIB: u64 = 1 << 10;
const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// The bounds of one run. No real image comes near the defaults; each may be set higher.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// Bytes that a compressed layer may unpack to.
    pub layer_bytes: u64,
    /// Bytes that all compressed streams of an input may unpack to together.
    pub total_bytes: u64,
    /// How many times longer than the compressed stream its content may be …
    pub ratio: u64,
    /// … once it is longer than this.
    pub ratio_from: u64,
    /// Compressions inside each other.
    pub compressions: usize,
    /// Entries of one layer, and of the archive around the layers.
    pub layer_entries: u64,
    /// Entries of all layers of an input together.
    pub total_entries: u64,
    /// Bytes of all names and link targets together.
    pub name_bytes: u64,
    /// Bytes of content that are kept for the rules, all together.
    pub kept_bytes: u64,
    /// Bytes of a file up to which its content is looked into.
    pub kept_file: u64,
    /// Bytes of a path or of a link's target.
    pub path: usize,
    /// Folders inside each other.
    pub depth: usize,
    /// Bytes of one extended header.
    pub extension: u64,
    /// Extended headers in front of one entry.
    pub extensions: usize,
    /// Symbolic links that are followed among the names of an archive.
    pub hops: usize,
    /// Bytes of a manifest or an index.
    pub manifest_bytes: u64,
    /// Bytes of a configuration.
    pub config_bytes: u64,
    /// Bytes of all JSON documents that are kept of a stream.
    pub document_bytes: u64,
    /// Layers of one image.
    pub layers: usize,
    /// Steps of one history.
    pub history: usize,
    /// Manifests of one index, and images of one input.
    pub manifests: usize,
    /// Indexes inside each other.
    pub indexes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            layer_bytes: 16 * GIB,
            total_bytes: 64 * GIB,
            ratio: 1000,
            ratio_from: 64 * MIB,
            compressions: 2,
            layer_entries: 2_000_000,
            total_entries: 5_000_000,
            name_bytes: 512 * MIB,
            kept_bytes: 256 * MIB,
            kept_file: MIB,
            path: 4096,
            depth: 256,
            extension: MIB,
            extensions: 8,
            hops: 8,
            manifest_bytes: 4 * MIB,
            config_bytes: 16 * MIB,
            document_bytes: 64 * MIB,
            layers: 1024,
            history: 8192,
            manifests: 512,
            indexes: 4,
        }
    }
}

impl Bounds {
    /// A figure as people write it: `16 GiB`.
    pub(super) fn shown(bytes: u64) -> String {
        let units = [(GIB, "GiB"), (MIB, "MiB"), (KIB, "KiB")];
        let unit = units.iter().find(|(unit, _)| bytes >= *unit && bytes.is_multiple_of(*unit));
        unit.map_or_else(|| format!("{bytes} bytes"), |(unit, name)| format!("{} {name}", bytes / unit))
    }
}

/// How far a run has come: whoever started it may look, and may end it.
#[derive(Debug, Default)]
pub struct Watch {
    /// Bytes of the input that were read.
    pub read: AtomicU64,
    /// Bytes of the input, 0 where nobody knows.
    pub size: AtomicU64,
    /// Set by whoever wants no more: what was read until then is reported.
    pub is_stopped: AtomicBool,
}

/// What a run has used up of its [`Bounds`].
#[derive(Debug, Default)]
pub(super) struct Spent {
    unpacked: AtomicU64,
    entries: AtomicU64,
    names: AtomicU64,
    kept: AtomicU64,
}

impl Spent {
    /// Counts bytes that were unpacked; whether that is still within the bound.
    pub(super) fn unpack(&self, bytes: u64, bounds: &Bounds) -> bool {
        spend(&self.unpacked, bytes, bounds.total_bytes)
    }

    /// Counts an entry and the bytes of its names.
    pub(super) fn enter(&self, names: usize, bounds: &Bounds) -> Result<(), String> {
        if !spend(&self.entries, 1, bounds.total_entries) {
            return Err(format!("the layers have more than {} entries together", bounds.total_entries));
        }
        if !spend(&self.names, names as u64, bounds.name_bytes) {
            return Err(format!(
                "the names of the entries are longer than {} together",
                Bounds::shown(bounds.name_bytes)
            ));
        }
        Ok(())
    }

    /// Counts bytes that are to be kept; whether there is room.
    pub(super) fn keep(&self, bytes: u64, bounds: &Bounds) -> bool {
        spend(&self.kept, bytes, bounds.kept_bytes)
    }
}

fn spend(counter: &AtomicU64, amount: u64, most: u64) -> bool {
    counter.fetch_add(amount, Ordering::Relaxed).saturating_add(amount) <= most
}
