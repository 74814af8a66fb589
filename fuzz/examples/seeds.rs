//! Writes what the fuzzing begins with: small images in every form, and the parts that each target takes.
//!
//! `cargo run --manifest-path fuzz/Cargo.toml --example seeds fuzz/corpus`

#[path = "../../tests/crafter/mod.rs"]
mod crafter;

use std::path::Path;

use crafter::{Craft, Files, Head, Packing, Tar, archive, gzip, record, zstd};
use serde_json::json;

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "fuzz/corpus".to_owned());
    let targets = [
        ("archive", archives()),
        ("tar", layers()),
        ("pax", headers()),
        ("layout", documents()),
        ("history", histories()),
    ];
    for (target, seeds) in targets {
        let seeds: Files = seeds.into_iter().enumerate().map(|(at, seed)| (format!("seed-{at}"), seed)).collect();
        crafter::folder(&seeds, &Path::new(&folder).join(target));
    }
}

/// Steps as the builders spell them.
const STEPS: &[&str] = &[
    "/bin/sh -c #(nop) ADD file:0a1b in / ",
    "/bin/sh -c #(nop)  CMD [\"bash\"]",
    "/bin/bash -o pipefail -c #(nop) USER app",
    "/bin/sh -c #(nop)  VOLUME [/data /log]",
    "|2 A=1 TOKEN=ghp_0123456789abcdefghijABCDEFGHIJ012345 /bin/sh -c apt-get update && apt-get install -y curl",
    "RUN |1 A=1 /bin/sh -c make # buildkit",
    "RUN /bin/bash -o pipefail -c make | tee log # buildkit",
    "COPY --chown=app:app . /app # buildkit",
    "ENTRYPOINT [\"/bin/sh\" \"-c\" \"echo \\\"a b\\\"\"]",
    "EXPOSE map[80/tcp:{} 22/tcp:{}]",
    "SHELL [/bin/bash -o pipefail -c]",
    "HEALTHCHECK &{[\"CMD-SHELL\" \"curl -f http://localhost/\"] \"30s\" \"3s\" \"0s\" \"0s\" '\\x03'}",
    "ENV PATH=/bin PASSWORD=hunter2hunter2",
    "WORKDIR /app",
    "umoci config",
];

fn lower() -> Tar {
    Tar::new()
        .folder("etc/")
        .file("etc/passwd", b"root:x:0:0:root:/root:/bin/sh\napp::1000:1000::/:/bin/sh\n")
        .file("etc/group", b"root:x:0:\n")
        .file("etc/shadow", b"root::1:0:99999:7:::\n")
        .file("etc/os-release", b"ID=debian\nVERSION_ID=\"10\"\n")
        .file_with("bin/app", 0o4755, b"#!/bin/sh\nexec true\n")
        .symlink("bin/sh", "app")
        .hardlink("bin/other", "bin/app")
        .file("root/.netrc", b"machine example.org password hunter2\n")
        .file("key", b"-----BEGIN PRIVATE KEY-----\nabc\n")
}

fn upper() -> Tar {
    Tar::new().file("etc/.wh.passwd", b"").file("bin/.wh..wh..opq", b"").file("var/lib/apt/lists/x_Packages", b"x")
}

fn craft() -> Craft {
    let mut craft = Craft::of(vec![lower().end(), upper().end()]);
    let steps = STEPS.iter().enumerate();
    let steps: Vec<_> = steps.map(|(at, step)| json!({"created_by": step, "empty_layer": at > 1})).collect();
    craft.config = json!({
        "os": "linux", "architecture": "amd64", "created": "2026-01-02T03:04:05Z", "history": steps,
        "config": {
            "User": "app:app", "Env": ["PATH=/bin", "TOKEN=x"], "Entrypoint": ["/bin/sh", "-c", "app"], "WorkingDir": "/app",
            "ExposedPorts": {"22/tcp": {}}, "Volumes": {"/etc": {}}, "Labels": {"org.opencontainers.image.created": "never"},
            "Healthcheck": {"Test": ["CMD", "curl"], "Interval": 30}, "Shell": ["/bin/sh", "-c"], "OnBuild": ["RUN x"]
        }
    });
    craft
}

fn archives() -> Vec<Vec<u8>> {
    let craft = craft();
    let packings = [Packing::Plain, Packing::Gzip, Packing::Zstd];
    let mut forms = vec![craft.docker_archive(), craft.docker_25()];
    forms.extend(packings.iter().map(|packing| craft.layout(*packing)));
    forms.extend(packings.iter().map(|packing| craft.flat(*packing)));
    let plain: Vec<Vec<u8>> = forms.iter().map(archive).collect();
    let packed = [gzip(&plain[0]), zstd(&plain[0]), gzip(&gzip(&plain[1]))];
    plain.into_iter().chain(packed).collect()
}

fn layers() -> Vec<Vec<u8>> {
    let long = "long/".repeat(40);
    let gnu = |kind| Head { name: b"././@LongLink", kind, size: long.len() as u64, ..Head::default() };
    let extended = Tar::new()
        .pax(b'g', &[("mtime", b"1")])
        .pax(b'x', &[("path", b"usr/share/long"), ("GNU.sparse.realsize", b"99")])
        .file("x", b"content")
        .entry(&gnu(b'L'), long.as_bytes())
        .entry(&gnu(b'K'), long.as_bytes())
        .symlink("long", "long");
    let special = |kind| Head { name: b"dev/x", kind, ..Head::default() };
    let odd = [b'3', b'4', b'6', b'7', b'S', b'Z'].iter().fold(Tar::new(), |tar, kind| tar.entry(&special(*kind), b""));
    let loops =
        Tar::new().symlink("a", "b").symlink("b", "/a").hardlink("c", "d").hardlink("d", "c").symlink("etc", "..");
    vec![lower().end(), upper().end(), extended.end(), odd.end(), loops.end(), lower().0]
}

fn headers() -> Vec<Vec<u8>> {
    let records: [(&str, &[u8]); 9] = [
        ("path", b"usr/share/long"),
        ("linkpath", b"../../x"),
        ("size", b"7"),
        ("uid", b"1000"),
        ("gid", b""),
        ("mtime", b"-1.5"),
        ("GNU.sparse.name", b"holes"),
        ("GNU.sparse.realsize", b"99"),
        ("SCHILY.xattr.security.capability", b"\x01\0\0\x02"),
    ];
    let mut seeds: Vec<Vec<u8>> = records.iter().map(|(key, value)| record(key, value)).collect();
    seeds.push(seeds.concat());
    seeds
}

/// Documents that name each other by their digests, with a zero between them.
fn documents() -> Vec<Vec<u8>> {
    let craft = craft();
    let (blobs, manifest) = craft.blobs(Packing::Plain);
    let config = &blobs[2].1;
    let index = json!({"schemaVersion": 2, "manifests": [
        crafter::descriptor(&manifest, crafter::MANIFEST_TYPE, Some("app:1.2")),
        {"mediaType": crafter::INDEX_TYPE, "digest": crafter::digest(b"x"), "platform": {"os": "linux", "architecture": "arm", "variant": "v7"}},
    ]});
    let index = serde_json::to_vec(&index).expect("it is JSON");
    let docker =
        serde_json::to_vec(&json!([{"Config": "config.json", "RepoTags": ["app:1.2"], "Layers": ["layer.tar"]}]));
    let docker = docker.expect("it is JSON");
    [[index.as_slice(), &manifest, config, b""], [b"", &docker, config, b"layer"], [b"", &manifest, config, b""]]
        .map(|parts| parts.join(&0))
        .into()
}

fn histories() -> Vec<Vec<u8>> {
    STEPS.iter().map(|step| step.as_bytes().to_vec()).chain([STEPS.join("\n").into_bytes()]).collect()
}
