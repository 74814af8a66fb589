//! The keys of `[image]`: how long an image is read and how much it may ask of us. `--limit` takes the same.

use super::file::read_text;
use super::keys::{Form, Key, number};
use crate::image::read::Bounds;

/// How images are read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Seconds after which reading ends; 0: any number.
    pub timeout: u64,
    /// What the input may ask of us.
    pub bounds: Bounds,
}

impl Reading {
    /// Sets what `KEY=NUMBER` says; what is wrong with it.
    pub fn set(&mut self, text: &str) -> Vec<String> {
        match read_text(text, IMAGE, self) {
            Ok(problems) => problems.into_iter().map(|problem| problem.message).collect(),
            Err(_) => vec![format!("`{text}` is no limit: give a name and a number, as in `layer-entries=1000`")],
        }
    }
}

/// A bound of the readers.
macro_rules! bound {
    ($name:literal, $field:ident, $about:literal) => {
        Key {
            name: $name,
            form: Form::Number,
            about: $about,
            read: |value, reading, problems| number(value, &mut reading.bounds.$field, problems),
        }
    };
}

/// The keys of `[image]`.
pub(super) static IMAGE: &[Key<Reading>] = &[
    Key {
        name: "timeout",
        form: Form::Number,
        about: "Seconds after which reading ends and what was read is reported; 0, the default, is any number.",
        read: |value, reading, problems| number(value, &mut reading.timeout, problems),
    },
    bound!("layer-bytes", layer_bytes, "Bytes that a compressed layer may unpack to; 16 GiB unless set."),
    bound!("total-bytes", total_bytes, "Bytes that all that is compressed may unpack to; 64 GiB unless set."),
    bound!("ratio", ratio, "How many times its size a compressed layer may unpack to; 1000 unless set …"),
    bound!("ratio-from", ratio_from, "… from so many bytes on; 64 MiB unless set."),
    bound!("compressions", compressions, "Compressions inside each other; 2 unless set."),
    bound!("layer-entries", layer_entries, "Entries of a layer; 2,000,000 unless set."),
    bound!("total-entries", total_entries, "Entries of all layers of an input; 5,000,000 unless set."),
    bound!("name-bytes", name_bytes, "Bytes of the names of all entries; 512 MiB unless set."),
    bound!("path-bytes", path, "Bytes of a path or of a link's target; 4096 unless set."),
    bound!("path-depth", depth, "Folders inside each other; 256 unless set."),
    bound!("file-bytes", kept_file, "Bytes of a file up to which its content is looked into; 1 MiB unless set."),
    bound!("content-bytes", kept_bytes, "Bytes of content that is looked into, all together; 256 MiB unless set."),
    bound!("header-bytes", extension, "Bytes of an extended header; 1 MiB unless set."),
    bound!("headers", extensions, "Extended headers in front of one entry; 8 unless set."),
    bound!("links", hops, "Links in a row among the names of an archive; 8 unless set."),
    bound!("manifest-bytes", manifest_bytes, "Bytes of a manifest or an index; 4 MiB unless set."),
    bound!("config-bytes", config_bytes, "Bytes of a configuration; 16 MiB unless set."),
    bound!(
        "document-bytes",
        document_bytes,
        "Bytes of all documents of an archive that passes once; 64 MiB unless set."
    ),
    bound!("layers", layers, "Layers of an image; 1024 unless set."),
    bound!("history", history, "Steps of a history; 8192 unless set."),
    bound!("manifests", manifests, "Manifests of an index, and images of an input; 512 unless set."),
    bound!("indexes", indexes, "Indexes inside each other; 4 unless set."),
];
