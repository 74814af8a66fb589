//! Any bytes as the archive of a layer: headers, extended headers, links, whiteouts, and the replay over a layer below.
#![no_main]

#[path = "../../tests/crafter/mod.rs"]
mod crafter;
mod shared;

use crafter::{BLOCK, Craft, Tar, archive, seal};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut layer = bytes.to_vec();
    // Sums that are right, or nothing behind a header would ever be reached.
    for block in layer.chunks_exact_mut(BLOCK).filter(|block| block[0] != 0) {
        seal(block.try_into().expect("a block"));
    }
    let below = Tar::new().file("etc/passwd", b"root:x:0:0::/:/bin/sh\n").hardlink("twin", "etc/passwd").end();
    shared::read(&archive(&Craft::of(vec![below, layer]).docker_archive()));
});
