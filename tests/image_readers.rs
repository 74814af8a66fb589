//! One image in every form that it may come in: what is read is the same.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod crafter;

use std::fs;
use std::path::Path;

use crafter::{Craft, Files, Packing, Tar, archive, folder, gzip, zstd};
use lotse::image::layer::{Kind, Layer};
use lotse::image::read::{Input, Opened, Options, open};
use lotse::image::{Image, Problem};
use serde_json::json;

/// An image with something of everything.
fn craft() -> Craft {
    let long = format!("usr/share/{}/file", "long/".repeat(40));
    let base = Tar::new()
        .folder("./")
        .folder("etc/")
        .file("etc/passwd", b"root:x:0:0:root:/root:/bin/sh\n")
        .file_with("bin/app", 0o755, &[b"\x7fELF".as_slice(), &vec![7; 90_000]].concat())
        .symlink("bin/sh", "app")
        .hardlink("bin/other", "bin/app")
        .pax(b'x', &[("path", long.as_bytes()), ("mtime", b"1700000001.5")])
        .file("cut", b"content of the long one")
        .end();
    let upper = Tar::new()
        .file_with("entrypoint.sh", 0o755, b"#!/bin/sh\nexec \"$@\"\n")
        .file("etc/.wh.passwd", b"")
        .file("root/.netrc", b"machine example.org password hunter2\n")
        .end();
    let mut craft = Craft::of(vec![base, upper, Tar::new().end()]);
    craft.config = json!({
        "os": "linux", "architecture": "arm64", "variant": "v8", "created": "2026-01-02T03:04:05Z",
        "config": {
            "User": "app", "Env": ["PATH=/bin"], "Entrypoint": ["/entrypoint.sh"], "Cmd": null, "WorkingDir": "/srv",
            "Healthcheck": {"Test": ["CMD", "true"]}, "ExposedPorts": {"80/tcp": {}, "443/tcp": {}},
            "Volumes": {"/data": {}}, "Labels": {"a": "b"}, "StopSignal": "SIGTERM", "Shell": ["/bin/sh", "-c"]
        },
        "history": [
            {"created_by": "ADD base /"}, {"created_by": "USER app", "empty_layer": true, "comment": "buildkit.dockerfile.v0"},
            {"created_by": "COPY . ."}, {"created_by": "RUN true"}
        ]
    });
    craft
}

fn read(input: Input<'_>) -> Opened {
    open(input, &Options::default())
}

fn read_bytes(bytes: &[u8]) -> Opened {
    read(Input::Stream(Box::new(bytes)))
}

fn read_file(root: &Path, bytes: &[u8]) -> Opened {
    let path = root.join("image");
    fs::write(&path, bytes).unwrap();
    read(Input::Path(&path))
}

/// What has to be the same in every form, line by line.
fn said(opened: &Opened) -> Vec<String> {
    let mut lines = vec![format!("{:?}", opened.problems)];
    for image in &opened.images {
        let Image { names, config, is_oci, problems, .. } = image;
        lines.push(format!("{names:?} {config:?} {is_oci} {problems:?}"));
        for layer in &image.layers {
            let Layer { diff_id, is_verified, unpacked, problems, .. } = layer;
            lines.push(format!("{diff_id} {is_verified} {unpacked} {problems:?}"));
            lines.extend(layer.entries.iter().map(|entry| format!("{entry:?}")));
        }
    }
    lines
}

fn assert_same(opened: &Opened, wanted: &[String], form: &str) {
    let found = said(opened);
    for (found, wanted) in found.iter().zip(wanted) {
        assert_eq!(found, wanted, "{form}");
    }
    assert_eq!(found.len(), wanted.len(), "{form}");
}

#[test]
fn all_forms_say_the_same() {
    let craft = craft();
    let temporary = tempfile::tempdir().unwrap();
    let wanted = said(&read_file(temporary.path(), &archive(&craft.docker_archive())));
    let reversed = |mut files: Files| {
        files.reverse();
        files
    };
    let mut archives = vec![("docker 25", craft.docker_25()), ("reordered", reversed(craft.docker_archive()))];
    for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd] {
        archives.push(("oci-archive", craft.layout(packing)));
        archives.push(("reordered oci-archive", reversed(craft.layout(packing))));
    }
    for (form, files) in &archives {
        let bytes = archive(files);
        for (packing, packed) in [("plain", bytes.clone()), ("gzip", gzip(&bytes)), ("zstd", zstd(&bytes))] {
            assert_same(&read_file(temporary.path(), &packed), &wanted, &format!("{form}, {packing}, a file"));
            assert_same(&read_bytes(&packed), &wanted, &format!("{form}, {packing}, a stream"));
        }
    }
}

#[test]
fn folders_say_the_same() {
    let craft = craft();
    let temporary = tempfile::tempdir().unwrap();
    let wanted = said(&read_file(temporary.path(), &archive(&craft.docker_archive())));
    let mut forms = vec![("docker", craft.docker_archive()), ("docker 25", craft.docker_25())];
    for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd] {
        forms.push(("layout", craft.layout(packing)));
    }
    for (at, (form, files)) in forms.iter().enumerate() {
        let root = temporary.path().join(at.to_string());
        folder(files, &root);
        assert_same(&read(Input::Path(&root)), &wanted, &format!("{form} {at}"));
    }
    let nameless =
        said(&read_file(temporary.path(), &archive(&Craft { names: Vec::new(), ..craft.clone() }.docker_archive())));
    for (at, packing) in [Packing::Plain, Packing::Gzip, Packing::Zstd].into_iter().enumerate() {
        let root = temporary.path().join(format!("flat{at}"));
        folder(&craft.flat(packing), &root);
        assert_same(&read(Input::Path(&root)), &nameless, &format!("dir, {packing:?}"));
    }
}

#[test]
fn what_is_read_is_what_was_written() {
    let opened = read_bytes(&archive(&craft().docker_archive()));
    assert_eq!(opened.problems, []);
    let [image] = opened.images.as_slice() else { panic!("one image") };
    assert_eq!(image.problems, []);
    assert_eq!(image.names, ["app:1.2"]);
    assert_eq!(image.config.exposed_ports, ["443/tcp", "80/tcp"]);
    assert_eq!(image.config.healthcheck.as_deref(), Some(["CMD".to_owned(), "true".to_owned()].as_slice()));
    assert_eq!(image.config.history.len(), 4);
    assert!(image.config.history[1].is_empty_layer);
    assert!(image.layers.iter().all(|layer| layer.is_verified && layer.problems.is_empty()));
    let base = &image.layers[0].entries;
    let paths: Vec<_> = base.iter().map(|entry| String::from_utf8_lossy(&entry.path)).collect();
    assert_eq!(paths[..6], ["", "etc", "etc/passwd", "bin/app", "bin/sh", "bin/other"]);
    assert_eq!(paths[6], format!("usr/share/{}file", "long/".repeat(40)));
    assert_eq!(base[5].kind, Kind::Hardlink(b"bin/app".as_slice().into()));
    assert_eq!(base[6].mtime, 1_700_000_001);
    assert_eq!(base[2].body.as_deref(), Some(b"root:x:0:0:root:/root:/bin/sh\n".as_slice()));
    assert_eq!(base[3].body.as_deref().map(<[u8]>::len), Some(64), "of a binary its header");
    assert_eq!(image.layers[1].entries[0].body.as_deref(), Some(b"#!/bin/sh\n".as_slice()));
}

#[test]
fn without_digests_the_same_entries_are_found() {
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("image");
    for packing in [Packing::Plain, Packing::Gzip, Packing::Zstd] {
        fs::write(&path, archive(&craft().layout(packing))).unwrap();
        let whole = open(Input::Path(&path), &Options::default());
        let quick = open(Input::Path(&path), &Options { verify: false, ..Options::default() });
        for (whole, quick) in whole.images[0].layers.iter().zip(&quick.images[0].layers) {
            assert!(!quick.is_verified);
            assert_eq!(quick.problems, []);
            let entries = whole.entries.iter().cloned().map(|mut entry| {
                entry.content_hash = None;
                entry
            });
            assert_eq!(entries.collect::<Vec<_>>(), *quick.entries);
        }
    }
}

/// Equal content has an equal hash, wherever in an archive it stands.
#[test]
fn equal_content_has_equal_hashes() {
    let content: Vec<u8> = (0..300_000_u32).map(|at| (at % 251) as u8).collect();
    let mut tar = Tar::new();
    for at in 0..4 {
        tar = tar.file(&format!("filler{at}"), &vec![1; 1000 * at]).file(&format!("equal{at}"), &content);
    }
    let opened = read_bytes(&archive(&Craft::of(vec![tar.file("other", &content[1..]).end()]).docker_archive()));
    let hash = |name: String| {
        let entries = &opened.images[0].layers[0].entries;
        entries.iter().find(|entry| *entry.path == *name.as_bytes()).unwrap().content_hash.unwrap()
    };
    assert!((1..4).all(|at| hash(format!("equal{at}")) == hash("equal0".to_owned())));
    assert_ne!(hash("other".to_owned()), hash("equal0".to_owned()));
}

fn messages(problems: &[Problem]) -> Vec<&str> {
    problems.iter().map(|problem| problem.message.as_str()).collect()
}

/// An index of two platforms, one with an index of its own, one that is not there, and an attestation.
#[test]
fn an_index_of_several_platforms_is_read() {
    use crafter::{INDEX_TYPE, MANIFEST_TYPE, descriptor};
    let mut files = Files::new();
    let mut listed = |architecture: &str| {
        let mut craft = Craft::of(vec![Tar::new().file(architecture, b"x").end()]);
        craft.config["architecture"] = json!(architecture);
        let (blobs, manifest) = craft.blobs(Packing::Gzip);
        files.extend(blobs);
        let mut descriptor = descriptor(&manifest, MANIFEST_TYPE, None);
        descriptor["platform"] = json!({"os": "linux", "architecture": architecture});
        files.push((format!("blobs/sha256/{}", crafter::hex(&manifest)), manifest));
        descriptor
    };
    let (amd64, arm64) = (listed("amd64"), listed("arm64"));
    let mut absent = descriptor(b"nothing", MANIFEST_TYPE, None);
    absent["platform"] = json!({"os": "linux", "architecture": "s390x"});
    let mut attestation = descriptor(b"provenance", MANIFEST_TYPE, None);
    attestation["platform"] = json!({"os": "unknown", "architecture": "unknown"});
    let inner = serde_json::to_vec(&json!({"manifests": [arm64, attestation]})).unwrap();
    let index = json!({"schemaVersion": 2, "manifests": [amd64, descriptor(&inner, INDEX_TYPE, None), absent]});
    files.push((format!("blobs/sha256/{}", crafter::hex(&inner)), inner));
    files.push(("index.json".to_owned(), serde_json::to_vec(&index).unwrap()));
    let bytes = archive(&files);
    let opened = read_bytes(&bytes);
    let platforms: Vec<_> = opened.images.iter().map(|image| image.platform.as_deref().unwrap()).collect();
    assert_eq!(platforms, ["linux/amd64", "linux/arm64"]);
    let gone = crafter::digest(b"nothing");
    assert_eq!(
        messages(&opened.problems),
        [format!("the image {} (linux/s390x) is listed and not there", &gone[..19])]
    );
    let options = Options { platform: Some("linux/arm64".to_owned()), ..Options::default() };
    let opened = open(Input::Stream(Box::new(bytes.as_slice())), &options);
    assert_eq!(opened.images.len(), 1);
    assert_eq!(opened.images[0].config.architecture, "arm64");
}
