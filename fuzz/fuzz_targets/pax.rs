//! Any bytes as the records of an extended header.
#![no_main]

#[path = "../../tests/crafter/mod.rs"]
mod crafter;
mod shared;

use crafter::{Craft, Head, Tar, archive};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let head = |kind| Head { name: b"header", kind, size: bytes.len() as u64, ..Head::default() };
    let kinds = [b'x', b'g', b'L', b'K'];
    let tar = kinds.iter().fold(Tar::new(), |tar, kind| tar.entry(&head(*kind), bytes).file("file", b"content"));
    shared::read(&archive(&Craft::of(vec![tar.end()]).docker_archive()));
});
