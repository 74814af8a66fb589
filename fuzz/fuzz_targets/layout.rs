//! Any bytes as the documents of an archive: an index, a list of images, a manifest, a configuration. They are cut at zeros.
#![no_main]

#[path = "../../tests/crafter/mod.rs"]
mod crafter;
mod shared;

use crafter::{Files, archive};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let names = ["index.json", "manifest.json", "config.json", "layer.tar"];
    let blob = |content: &[u8]| (format!("blobs/sha256/{}", crafter::hex(content)), content.to_vec());
    let parts = || bytes.split(|byte| *byte == 0).take(8);
    let named = names.iter().zip(parts()).map(|(name, content)| ((*name).to_owned(), content.to_vec()));
    let files: Files = named.chain(parts().map(blob)).collect();
    shared::read(&archive(&files));
});
