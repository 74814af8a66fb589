//! Makes archives of images in every form, and broken ones, out of nothing.

#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test uses a part of it, and fails where it cannot go on"
)]

use std::fs;
use std::io::Write as _;
use std::path::Path;

use serde_json::{Value, json};
use sha2::Digest as _;

/// Bytes of a block of tar.
pub const BLOCK: usize = 512;

/// A tar archive that is being written, rightly or wrongly.
#[derive(Clone, Default)]
pub struct Tar(pub Vec<u8>);

/// What stands in a header; [`Head::default`] is a readable file of root without content.
#[derive(Clone)]
pub struct Head<'a> {
    pub name: &'a [u8],
    pub kind: u8,
    pub link: &'a [u8],
    pub mode: u32,
    pub owner: u32,
    pub size: u64,
    pub mtime: u64,
}

impl Default for Head<'_> {
    fn default() -> Self {
        Self { name: b"", kind: b'0', link: b"", mode: 0o644, owner: 0, size: 0, mtime: 1_700_000_000 }
    }
}

impl Head<'_> {
    /// The block; names longer than its fields are cut.
    pub fn block(&self) -> [u8; BLOCK] {
        let mut block = [0; BLOCK];
        put(&mut block, 0, 100, self.name);
        put(&mut block, 100, 8, format!("{:07o}", self.mode).as_bytes());
        put(&mut block, 108, 8, format!("{:07o}", self.owner).as_bytes());
        put(&mut block, 116, 8, format!("{:07o}", self.owner).as_bytes());
        put(&mut block, 124, 12, format!("{:011o}", self.size).as_bytes());
        put(&mut block, 136, 12, format!("{:011o}", self.mtime).as_bytes());
        block[156] = self.kind;
        put(&mut block, 157, 100, self.link);
        put(&mut block, 257, 8, b"ustar\x0000");
        seal(&mut block);
        block
    }
}

fn put(block: &mut [u8; BLOCK], at: usize, room: usize, text: &[u8]) {
    let length = text.len().min(room);
    block[at..at + length].copy_from_slice(&text[..length]);
}

/// Writes the sum of a header into it.
pub fn seal(block: &mut [u8; BLOCK]) {
    block[148..156].fill(b' ');
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    put(block, 148, 8, format!("{sum:06o}\0 ").as_bytes());
}

impl Tar {
    pub fn new() -> Self {
        Self::default()
    }

    /// A header and whatever follows it, filled up to a whole block.
    #[must_use]
    pub fn entry(mut self, head: &Head<'_>, content: &[u8]) -> Self {
        self.0.extend(head.block());
        self.raw(content)
    }

    /// Bytes filled up to a whole block.
    #[must_use]
    pub fn raw(mut self, bytes: &[u8]) -> Self {
        self.0.extend(bytes);
        self.0.resize(self.0.len().next_multiple_of(BLOCK), 0);
        self
    }

    #[must_use]
    pub fn file(self, name: &str, content: &[u8]) -> Self {
        self.file_with(name, 0o644, content)
    }

    #[must_use]
    pub fn file_with(self, name: &str, mode: u32, content: &[u8]) -> Self {
        let head = Head { name: name.as_bytes(), mode, size: content.len() as u64, ..Head::default() };
        let long = [("path", name.as_bytes())];
        let tar = if name.len() > 100 { self.pax(b'x', &long) } else { self };
        tar.entry(&head, content)
    }

    #[must_use]
    pub fn folder(self, name: &str) -> Self {
        self.entry(&Head { name: name.as_bytes(), kind: b'5', mode: 0o755, ..Head::default() }, b"")
    }

    #[must_use]
    pub fn symlink(self, name: &str, target: &str) -> Self {
        let head = Head { name: name.as_bytes(), kind: b'2', link: target.as_bytes(), mode: 0o777, ..Head::default() };
        self.entry(&head, b"")
    }

    #[must_use]
    pub fn hardlink(self, name: &str, target: &str) -> Self {
        self.entry(&Head { name: name.as_bytes(), kind: b'1', link: target.as_bytes(), ..Head::default() }, b"")
    }

    /// An extended header: `x` for the next entry, `g` for all that follow.
    #[must_use]
    pub fn pax(self, kind: u8, records: &[(&str, &[u8])]) -> Self {
        let text: Vec<u8> = records.iter().flat_map(|(key, value)| record(key, value)).collect();
        self.entry(&Head { name: b"PaxHeaders/x", kind, size: text.len() as u64, ..Head::default() }, &text)
    }

    /// The two blocks at the end.
    pub fn end(mut self) -> Vec<u8> {
        self.0.extend([0; 2 * BLOCK]);
        self.0
    }
}

/// A record of an extended header: its length counts itself.
pub fn record(key: &str, value: &[u8]) -> Vec<u8> {
    let rest = key.len() + value.len() + 3;
    let mut length = rest + 1;
    while length != rest + length.to_string().len() {
        length = rest + length.to_string().len();
    }
    [format!("{length} {key}=").as_bytes(), value, b"\n"].concat()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn zstd(bytes: &[u8]) -> Vec<u8> {
    ruzstd::encoding::compress_to_vec(bytes, ruzstd::encoding::CompressionLevel::Fastest)
}

/// How layers are stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    Plain,
    Gzip,
    Zstd,
}

impl Packing {
    pub fn pack(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Plain => bytes.to_vec(),
            Self::Gzip => gzip(bytes),
            Self::Zstd => zstd(bytes),
        }
    }

    pub fn media_type(self) -> String {
        let ending = match self {
            Self::Plain => "",
            Self::Gzip => "+gzip",
            Self::Zstd => "+zstd",
        };
        format!("application/vnd.oci.image.layer.v1.tar{ending}")
    }
}

pub fn hex(bytes: &[u8]) -> String {
    sha2::Sha256::digest(bytes)
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .map(|digit| char::from_digit(digit.into(), 16).unwrap())
        .collect()
}

pub fn digest(bytes: &[u8]) -> String {
    format!("sha256:{}", hex(bytes))
}

/// An image before it is written in one form or another.
#[derive(Clone)]
pub struct Craft {
    pub names: Vec<String>,
    /// Without `rootfs`, which follows from the layers.
    pub config: Value,
    /// As tar archives, from the base upward.
    pub layers: Vec<Vec<u8>>,
}

/// Names and contents: an archive or a folder.
pub type Files = Vec<(String, Vec<u8>)>;

pub const CONFIG_TYPE: &str = "application/vnd.oci.image.config.v1+json";
pub const DOCKER_CONFIG_TYPE: &str = "application/vnd.docker.container.image.v1+json";
pub const MANIFEST_TYPE: &str = "application/vnd.oci.image.manifest.v1+json";
pub const INDEX_TYPE: &str = "application/vnd.oci.image.index.v1+json";

impl Craft {
    /// An image of these layers that does nothing.
    pub fn of(layers: Vec<Vec<u8>>) -> Self {
        let config = json!({"os": "linux", "architecture": "amd64", "config": {"Cmd": ["/bin/app"]}});
        Self { names: vec!["app:1.2".to_owned()], config, layers }
    }

    pub fn config_text(&self) -> Vec<u8> {
        let mut config = self.config.clone();
        let diff_ids: Vec<String> = self.layers.iter().map(|layer| digest(layer)).collect();
        config["rootfs"] = json!({"type": "layers", "diff_ids": diff_ids});
        serde_json::to_vec(&config).unwrap()
    }

    /// As `docker save` wrote it for ten years.
    pub fn docker_archive(&self) -> Files {
        let config = self.config_text();
        let config_name = format!("{}.json", hex(&config));
        let names: Vec<String> = self
            .layers
            .iter()
            .enumerate()
            .map(|(at, layer)| format!("{}/layer.tar", hex(&[&at.to_le_bytes(), layer.as_slice()].concat())))
            .collect();
        let manifest = json!([{"Config": config_name, "RepoTags": self.names, "Layers": names}]);
        let mut files: Files = names.into_iter().zip(self.layers.iter().cloned()).collect();
        files.push((config_name, config));
        files.push(("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap()));
        files
    }

    /// As `docker save` writes it since version 25: a layout of the OCI and a manifest.json.
    pub fn docker_25(&self) -> Files {
        let mut files = self.layout(Packing::Plain);
        let blob = |bytes: &[u8]| format!("blobs/sha256/{}", hex(bytes));
        let layers: Vec<String> = self.layers.iter().map(|layer| blob(layer)).collect();
        let manifest = json!([{"Config": blob(&self.config_text()), "RepoTags": self.names, "Layers": layers}]);
        files.push(("manifest.json".to_owned(), serde_json::to_vec(&manifest).unwrap()));
        files
    }

    /// A layout of the OCI.
    pub fn layout(&self, packing: Packing) -> Files {
        let (mut files, manifest) = self.blobs(packing);
        let name = self.names.first().cloned().unwrap_or_default();
        let index = json!({"schemaVersion": 2, "mediaType": INDEX_TYPE, "manifests": [descriptor(&manifest, MANIFEST_TYPE, Some(&name))]});
        files.push((format!("blobs/sha256/{}", hex(&manifest)), manifest));
        files.push(("index.json".to_owned(), serde_json::to_vec(&index).unwrap()));
        files.push(("oci-layout".to_owned(), br#"{"imageLayoutVersion":"1.0.0"}"#.to_vec()));
        files
    }

    /// The blobs of a layout without its manifest, and the manifest.
    pub fn blobs(&self, packing: Packing) -> (Files, Vec<u8>) {
        let layers: Vec<Vec<u8>> = self.layers.iter().map(|layer| packing.pack(layer)).collect();
        let config = self.config_text();
        let descriptors: Vec<Value> =
            layers.iter().map(|layer| descriptor(layer, &packing.media_type(), None)).collect();
        // The type of Docker, so that all forms have room for the same.
        let manifest = json!({
            "schemaVersion": 2, "mediaType": MANIFEST_TYPE,
            "config": descriptor(&config, DOCKER_CONFIG_TYPE, None), "layers": descriptors
        });
        let name = |bytes: &[u8]| format!("blobs/sha256/{}", hex(bytes));
        let mut files: Files = layers.into_iter().map(|layer| (name(&layer), layer)).collect();
        files.push((name(&config), config));
        (files, serde_json::to_vec(&manifest).unwrap())
    }

    /// A folder as skopeo writes it.
    pub fn flat(&self, packing: Packing) -> Files {
        let (blobs, manifest) = self.blobs(packing);
        let mut files: Files =
            blobs.into_iter().map(|(name, text)| (name.trim_start_matches("blobs/sha256/").to_owned(), text)).collect();
        files.push(("manifest.json".to_owned(), manifest));
        files.push(("version".to_owned(), b"Directory Transport Version: 1.1\n".to_vec()));
        files
    }
}

/// What a manifest or an index says of a blob.
pub fn descriptor(bytes: &[u8], media_type: &str, name: Option<&str>) -> Value {
    let mut descriptor = json!({"mediaType": media_type, "digest": digest(bytes), "size": bytes.len()});
    if let Some(name) = name {
        descriptor["annotations"] = json!({"org.opencontainers.image.ref.name": name});
    }
    descriptor
}

/// Files as an archive, in their order.
pub fn archive(files: &Files) -> Vec<u8> {
    files.iter().fold(Tar::new(), |tar, (name, content)| tar.file(name, content)).end()
}

/// Files as a folder.
pub fn folder(files: &Files, root: &Path) {
    for (name, content) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}
