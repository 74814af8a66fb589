//! Archives that were whole once: bytes changed, cut out, doubled and swapped. Whatever comes of it is read, laid over each other
//! and linted without a panic, and in a time that has to do with its length.
//!
//! `LOTSE_MUTATIONS_SECONDS=600 cargo test --release --test image_mutations` goes on for longer.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod crafter;

use std::fs;
use std::time::{Duration, Instant};

use crafter::{BLOCK, Craft, Packing, Tar, archive, gzip, seal, zstd};
use lotse::config::Settings;
use lotse::image::read::{Bounds, Input, Opened, Options, open};
use lotse::lint::{ImageInput, lint_image};
use serde_json::json;

/// Numbers that look random: xorshift, so that a seed says all.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (below.max(1) as u64)).unwrap()
    }
}

/// What readers look at.
const TELLING: &[&[u8]] = &[
    b"\0", b"\xff", b"\x80\xff\xff\xff\xff\xff\xff\xff", b"77777777777\0", b"../", b"/", b".wh.", b".wh..wh..opq",
    b"{", b"[[[", b"}", b"\"", b"null", b"x", b"g", b"L", b"S", b"1", b"2", b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd",
    b"99999999999 path=", b"18446744073709551615", b"-1", b"sha256:", b"|1 A=b /bin/sh -c ", b" # buildkit",
    b"#(nop) ",
];

fn layer() -> Tar {
    Tar::new()
        .folder("etc/")
        .file("etc/passwd", b"root:x:0:0:root:/root:/bin/sh\napp::1000:1000::/:/bin/sh\n")
        .file_with("bin/app", 0o4755, b"#!/bin/sh\nexec true\n")
        .symlink("bin/sh", "app")
        .hardlink("bin/other", "bin/app")
        .pax(b'g', &[("mtime", b"1")])
        .pax(b'x', &[("path", b"usr/share/long"), ("GNU.sparse.realsize", b"99")])
        .file("x", b"content")
        .file("root/.aws/credentials", b"aws_secret_access_key = abcdefghijklmnopqrstuvwxyz0123456789ABCD\n")
}

fn craft() -> Craft {
    let upper = Tar::new().file("etc/.wh.passwd", b"").file("usr/.wh..wh..opq", b"").file("var/log/app.log", b"log");
    let mut craft = Craft::of(vec![layer().end(), upper.end()]);
    craft.config = json!({
        "os": "linux", "architecture": "amd64", "created": "2026-01-02T03:04:05Z",
        "config": {"User": "app", "Env": ["A=b"], "Entrypoint": ["/bin/sh", "-c", "app"], "ExposedPorts": {"22/tcp": {}}},
        "history": [
            {"created_by": "/bin/sh -c #(nop) ADD file:0123 in / "},
            {"created_by": "/bin/sh -c #(nop)  CMD [\"sh\"]", "empty_layer": true},
            {"created_by": "RUN |1 TOKEN=a /bin/sh -c rm etc/passwd # buildkit", "comment": "buildkit.dockerfile.v0"}
        ]
    });
    craft
}

fn seeds() -> Vec<Vec<u8>> {
    let craft = craft();
    let plain = archive(&craft.docker_archive());
    vec![
        gzip(&plain),
        zstd(&plain),
        plain,
        archive(&craft.docker_25()),
        archive(&craft.layout(Packing::Plain)),
        archive(&craft.layout(Packing::Gzip)),
        archive(&craft.layout(Packing::Zstd)),
        archive(&craft.flat(Packing::Plain)),
    ]
}

fn mutate(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(bytes.len());
        match dice.roll(7) {
            0 => bytes.truncate(at),
            1 => {
                let bit = 1 << dice.roll(8);
                bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= bit);
            }
            2 => {
                let end = bytes.len().min(at + dice.roll(2000));
                bytes.drain(at..end);
            }
            3 => {
                let copy = bytes[at..bytes.len().min(at + dice.roll(2000))].to_vec();
                let to = dice.roll(bytes.len());
                bytes.splice(to..to, copy);
            }
            4 => {
                let block = at / BLOCK * BLOCK;
                let other = dice.roll(bytes.len()) / BLOCK * BLOCK;
                for offset in 0..BLOCK {
                    if block + offset < bytes.len() && other + offset < bytes.len() {
                        bytes.swap(block + offset, other + offset);
                    }
                }
            }
            _ => {
                let telling = TELLING[dice.roll(TELLING.len())];
                for (byte, new) in bytes[at..].iter_mut().zip(telling) {
                    *byte = *new;
                }
            }
        }
    }
}

/// Makes the sums of headers right again, so that what was changed is not refused at once.
fn reseal(bytes: &mut [u8]) {
    for block in bytes.chunks_exact_mut(BLOCK) {
        if block[257..].starts_with(b"ustar") {
            seal(block.try_into().unwrap());
        }
    }
}

fn lint(opened: &Opened) {
    for image in &opened.images {
        let input = ImageInput { path: "image.tar".to_owned(), ..ImageInput::default() };
        lint_image(image, &input, &Settings::default());
    }
}

#[test]
fn changed_archives_are_read() {
    let seconds = std::env::var("LOTSE_MUTATIONS_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(4);
    let end = Instant::now() + Duration::from_secs(seconds);
    let seed = if seconds > 4 { std::process::id().into() } else { 1 };
    let (mut dice, mut count) = (Dice(seed ^ 0x9e37_79b9_7f4a_7c15), 0_u32);
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("image");
    let seeds = seeds();
    let bounds = Bounds { ratio_from: 1 << 20, layer_bytes: 1 << 24, ..Bounds::default() };
    while Instant::now() < end {
        let mut bytes = seeds[dice.roll(seeds.len())].clone();
        mutate(&mut bytes, &mut dice);
        if dice.roll(2) == 0 {
            reseal(&mut bytes);
        }
        // What was made last lies there when a test ends.
        fs::write(&path, &bytes).unwrap();
        let options = Options { verify: dice.roll(3) > 0, bounds: bounds.clone(), threads: 1, ..Options::default() };
        let began = Instant::now();
        lint(&open(Input::Stream(Box::new(bytes.as_slice())), &options));
        lint(&open(Input::Path(&path), &options));
        assert!(began.elapsed() < Duration::from_secs(10), "{} bytes, kept in {:?}", bytes.len(), temporary.keep());
        count += 1;
    }
    assert!(count > 10);
}
