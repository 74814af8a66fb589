//! What an archive says that it holds: indexes, manifests and lists of names, and the blobs that they need.

use std::collections::BTreeMap;

use super::super::Image;
use super::bounds::Bounds;
use super::config_json;
use super::digest::{self, Algorithms, Compared};
use super::json::{self, Json};
use super::problems::{Problems, shown};
use super::shelf::Trouble;
use super::store::Store;

/// An image whose layers were not read yet.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) image: Image,
    pub(super) layers: Vec<Blob>,
    pub(super) problems: Problems,
    /// The digest of its configuration, to find it again in another list.
    pub(super) config_digest: String,
}

/// A layer as a manifest has it.
#[derive(Clone, Debug, Default)]
pub(super) struct Blob {
    /// Under which name it lies in the store.
    pub(super) name: String,
    pub(super) digest: String,
    pub(super) size: Option<u64>,
    pub(super) media_type: String,
}

/// How blobs are named by their digests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Naming {
    /// `blobs/sha256/…`: the layout of the OCI.
    Layout,
    /// The digits alone: folders that skopeo writes.
    Flat,
}

impl Naming {
    /// The name of a blob; `None` where the digest is not written as one.
    fn blob(self, digest: &str) -> Option<String> {
        let (algorithm, encoded) = digest::parts(digest)?;
        Some(match self {
            Self::Layout => format!("blobs/{algorithm}/{encoded}"),
            Self::Flat => encoded.to_owned(),
        })
    }
}

/// The digest that the name of a blob promises: `blobs/sha256/…`, `sha256:…`, `….json`.
pub(super) fn digest_of_name(name: &str) -> Option<String> {
    let name = name.trim_start_matches("./");
    let named = name.strip_prefix("blobs/").and_then(|rest| rest.split_once('/'));
    if let Some((algorithm, encoded)) = named {
        let digest = format!("{algorithm}:{encoded}");
        return digest::parts(&digest).map(|_| digest.clone());
    }
    if digest::parts(name).is_some() {
        return Some(name.to_owned());
    }
    let digits = name.strip_suffix(".json").filter(|digits| digest::is_hex(digits, 64))?;
    Some(format!("sha256:{digits}"))
}

/// Reads what a store says that it holds.
pub(super) struct Reader<'s> {
    pub(super) store: &'s dyn Store,
    pub(super) bounds: &'s Bounds,
    pub(super) verify: bool,
    pub(super) naming: Naming,
    pub(super) drafts: Vec<Draft>,
    pub(super) problems: Problems,
    /// What indexes list and the store does not have.
    pub(super) absent: Vec<String>,
}

/// What is said of a blob where it is referred to.
pub(super) struct Descriptor<'j> {
    json: &'j Json,
}

impl Descriptor<'_> {
    fn digest(&self) -> &str {
        self.json.text("digest")
    }

    fn media_type(&self) -> &str {
        self.json.text("mediaType")
    }

    fn platform(&self) -> Option<String> {
        let platform = self.json.get("platform")?;
        let parts = ["os", "architecture", "variant"].map(|key| platform.text(key));
        let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        (!parts.is_empty()).then(|| parts.join("/"))
    }

    fn annotations(&self) -> BTreeMap<String, String> {
        config_json::texts(self.json, "annotations").collect()
    }

    /// Whether it says something about an image and is none: provenance, a bill of materials.
    fn is_attestation(&self) -> bool {
        self.platform().as_deref() == Some("unknown/unknown")
            || self.annotations().contains_key("vnd.docker.reference.type")
    }

    fn blob(&self, naming: Naming) -> Option<Blob> {
        Some(Blob {
            name: naming.blob(self.digest())?,
            digest: self.digest().to_owned(),
            size: self.json.length("size"),
            media_type: self.media_type().to_owned(),
        })
    }

    /// How it is called in a message.
    fn shown(&self) -> String {
        let digest = digest::short(self.digest());
        self.platform().map_or_else(|| digest.to_owned(), |platform| format!("{digest} ({platform})"))
    }
}

impl Reader<'_> {
    /// Reads a document and its JSON, and holds it against the digest that it should have.
    pub(super) fn json(&mut self, name: &str, most: u64, what: &str, expected: Option<&Blob>) -> Result<Json, Trouble> {
        let text = self.store.document(name, most)?;
        if let Some(expected) = expected {
            self.compare(&text, what, expected);
        }
        let (json, duplicates) =
            json::parse(&text).map_err(|error| Trouble::Bad(format!("is no valid JSON: {error}")))?;
        for key in duplicates {
            self.problems.odd(format!("{what} has the key `{}` twice", shown(key.as_bytes())));
        }
        Ok(json)
    }

    fn compare(&mut self, text: &[u8], what: &str, expected: &Blob) {
        if expected.size.is_some_and(|size| size != text.len() as u64) {
            let size = expected.size.unwrap_or_default();
            self.problems.mismatch(format!("{what} has {} bytes instead of {size}", text.len()));
        }
        let sums = digest::of_bytes(text, Algorithms::of(&expected.digest));
        if self.verify && digest::compare(&expected.digest, &sums) == Compared::Different {
            let sum = sums.first().map_or("", |sum| digest::short(sum));
            let digest = digest::short(&expected.digest);
            self.problems.mismatch(format!("{what} is not what its digest says: it is {sum}… instead of {digest}…"));
        }
    }

    /// Reads an index and whatever it lists. `above` are the digests of the indexes around it.
    pub(super) fn index(&mut self, index: &Json, above: &mut Vec<String>) {
        let manifests = index.list("manifests");
        if manifests.len() > self.bounds.manifests {
            self.problems.incomplete(format!(
                "an index lists {} manifests; more than {} are not read",
                manifests.len(),
                self.bounds.manifests
            ));
        }
        for json in manifests.iter().take(self.bounds.manifests) {
            let descriptor = Descriptor { json };
            if !descriptor.is_attestation() {
                self.listed(&descriptor, above);
            }
        }
    }

    fn listed(&mut self, descriptor: &Descriptor<'_>, above: &mut Vec<String>) {
        let Some(blob) = descriptor.blob(self.naming) else {
            let digest = shown(descriptor.digest().as_bytes());
            self.problems.incomplete(format!("an index lists `{digest}`, which is no digest"));
            return;
        };
        if above.contains(&blob.digest) {
            self.problems.incomplete(format!("the index {} lists itself", descriptor.shown()));
            return;
        }
        let what = format!("the manifest {}", descriptor.shown());
        let manifest = self.manifest_file(&blob, &what);
        let json = match manifest {
            Ok(json) => json,
            Err(Trouble::Missing) => return self.absent.push(descriptor.shown()),
            Err(Trouble::Bad(reason)) => return self.problems.incomplete(format!("{what} {reason}")),
        };
        if json.get("manifests").is_some() {
            if above.len() >= self.bounds.indexes {
                let most = self.bounds.indexes;
                self.problems.incomplete(format!("there are more than {most} indexes inside each other"));
                return;
            }
            above.push(blob.digest);
            self.index(&json, above);
            above.pop();
        } else {
            self.manifest(&json, Some(descriptor), &what);
        }
    }

    fn manifest_file(&mut self, blob: &Blob, what: &str) -> Result<Json, Trouble> {
        let most = self.bounds.manifest_bytes;
        if self.naming == Naming::Flat {
            let beside = format!("{}.manifest.json", blob.name);
            if self.store.has(&beside) {
                return self.json(&beside, most, what, Some(blob));
            }
        }
        self.json(&blob.name, most, what, Some(blob))
    }

    /// Reads the manifest of one image.
    pub(super) fn manifest(&mut self, manifest: &Json, listed: Option<&Descriptor<'_>>, what: &str) {
        let digest = listed.map(|descriptor| descriptor.digest().to_owned());
        let names = listed.map(names).unwrap_or_default();
        let same = self.drafts.iter_mut().find(|draft| digest.is_some() && draft.image.digest == digest);
        if let Some(draft) = same {
            draft.image.names.extend(names);
            return;
        }
        if manifest.get("fsLayers").is_some() {
            self.problems.incomplete(format!("{what} is of schema 1, which is not read"));
            return;
        }
        let Some(config) = manifest.get("config").map(|json| Descriptor { json }) else {
            self.problems.incomplete(format!("{what} names no configuration"));
            return;
        };
        if !is_config(config.media_type()) {
            let kind = [manifest.text("artifactType"), config.media_type()].into_iter().find(|kind| !kind.is_empty());
            let kind = shown(kind.unwrap_or_default().as_bytes());
            self.problems.odd(format!("{what} is of an artifact (`{kind}`), not of an image"));
            return;
        }
        if self.drafts.len() >= self.bounds.manifests {
            self.problems.incomplete(format!("more than {} images are not read", self.bounds.manifests));
            return;
        }
        let mut draft = Draft { config_digest: config.digest().to_owned(), ..Draft::default() };
        draft.image.names = names;
        draft.image.digest = digest;
        draft.image.platform = listed.and_then(Descriptor::platform);
        draft.image.annotations = config_json::texts(manifest, "annotations").collect();
        draft.image.annotations.extend(listed.map(Descriptor::annotations).unwrap_or_default());
        draft.image.is_oci = config.media_type().starts_with("application/vnd.oci.");
        self.layers(manifest.list("layers"), &mut draft);
        match config.blob(self.naming) {
            Some(blob) => self.config(&blob.name.clone(), Some(&blob), &mut draft),
            None => draft.problems.incomplete("the configuration has no digest"),
        }
        self.drafts.push(draft);
    }

    fn layers(&mut self, layers: &[Json], draft: &mut Draft) {
        self.bound_layers(layers.len(), draft);
        for json in layers.iter().take(self.bounds.layers) {
            let descriptor = Descriptor { json };
            let blob = descriptor.blob(self.naming);
            draft
                .layers
                .push(blob.unwrap_or_else(|| Blob { digest: descriptor.digest().to_owned(), ..Blob::default() }));
        }
    }

    fn bound_layers(&self, count: usize, draft: &mut Draft) {
        let most = self.bounds.layers;
        if count > most {
            draft.problems.incomplete(format!("the manifest lists {count} layers; more than {most} are not read"));
        }
    }

    /// Reads a configuration into a draft.
    fn config(&mut self, name: &str, expected: Option<&Blob>, draft: &mut Draft) {
        let outside = std::mem::take(&mut self.problems);
        let json = self.json(name, self.bounds.config_bytes, "the configuration", expected);
        draft.problems.append(std::mem::replace(&mut self.problems, outside));
        match json {
            Ok(json) => draft.image.config = config_json::config(&json, self.bounds, &mut draft.problems),
            Err(Trouble::Missing) => draft.problems.incomplete("the configuration is not there"),
            Err(Trouble::Bad(reason)) => draft.problems.incomplete(format!("the configuration {reason}")),
        }
    }

    /// Reads the list of images that Docker writes.
    pub(super) fn docker(&mut self, list: &[Json]) {
        if list.len() > self.bounds.manifests {
            let most = self.bounds.manifests;
            self.problems
                .incomplete(format!("manifest.json lists {} images; more than {most} are not read", list.len()));
        }
        for json in list.iter().take(self.bounds.manifests) {
            let name = json.text("Config");
            let digest = digest_of_name(name).unwrap_or_default();
            let known = self.drafts.iter_mut().find(|draft| !digest.is_empty() && draft.config_digest == digest);
            if let Some(draft) = known {
                let tags = json.texts("RepoTags");
                if !tags.is_empty() {
                    draft.image.names = tags;
                }
                // Such an archive has room for all that a configuration of Docker says, whatever its media type is.
                draft.image.is_oci = false;
                continue;
            }
            self.docker_image(json, name, digest);
        }
    }

    fn docker_image(&mut self, json: &Json, name: &str, digest: String) {
        let mut draft = Draft::default();
        draft.image.names = json.texts("RepoTags");
        let layers = json.texts("Layers");
        self.bound_layers(layers.len(), &mut draft);
        let blob = |name: String| Blob { digest: digest_of_name(&name).unwrap_or_default(), name, ..Blob::default() };
        draft.layers = layers.into_iter().take(self.bounds.layers).map(blob).collect();
        let expected = Blob { digest, ..Blob::default() };
        self.config(name, Some(&expected), &mut draft);
        draft.config_digest = expected.digest;
        self.drafts.push(draft);
    }
}

/// What the index calls an image.
fn names(descriptor: &Descriptor<'_>) -> Vec<String> {
    let annotations = descriptor.annotations();
    let name = ["io.containerd.image.name", "org.opencontainers.image.ref.name"];
    name.iter().find_map(|key| annotations.get(*key)).cloned().into_iter().collect()
}

/// Whether a media type is that of an image's configuration.
fn is_config(media_type: &str) -> bool {
    matches!(
        media_type,
        "" | "application/vnd.oci.image.config.v1+json" | "application/vnd.docker.container.image.v1+json"
    )
}
