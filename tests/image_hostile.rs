//! Archives that nobody should have to open: each gets an answer that says what is wrong, and hides nothing else.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![allow(clippy::case_sensitive_file_extension_comparisons, reason = "the names are ours")]

mod crafter;

use std::fs;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crafter::{BLOCK, Craft, Files, Head, Packing, Tar, archive, folder, gzip, record, seal, zstd};
use lotse::image::layer::{Entry, Kind, Layer};
use lotse::image::read::{Bounds, Input, Opened, Options, Watch, open};
use lotse::image::{Problem, ProblemKind};
use serde_json::{Value, json};

use ProblemKind::{Incomplete, Mismatch, Odd};

fn options(bounds: Bounds) -> Options {
    Options { bounds, ..Options::default() }
}

/// Reads an archive as a file and as a stream, which have to say the same of the layers.
fn read_with(bytes: &[u8], bounds: &Bounds) -> Opened {
    let temporary = tempfile::tempdir().unwrap();
    let path = temporary.path().join("image");
    fs::write(&path, bytes).unwrap();
    let opened = open(Input::Path(&path), &options(bounds.clone()));
    let stream = open(Input::Stream(Box::new(bytes)), &options(bounds.clone()));
    let layers = |opened: &Opened| -> Vec<_> {
        let layers = opened.images.iter().flat_map(|image| &image.layers);
        layers.map(|layer| (layer.entries.clone(), layer.problems.clone())).collect()
    };
    assert_eq!(layers(&opened), layers(&stream));
    opened
}

fn read(bytes: &[u8]) -> Opened {
    read_with(bytes, &Bounds::default())
}

/// The layer below, the hostile one, and the layer above.
fn sandwich(hostile: Vec<u8>) -> Craft {
    let plain = |name: &str| Tar::new().file(name, b"x").end();
    Craft::of(vec![plain("below"), hostile, plain("above")])
}

/// Reads an image with a hostile layer, whose neighbours have to be whole.
fn layer_with(hostile: Vec<u8>, bounds: &Bounds) -> Layer {
    let mut opened = read_with(&archive(&sandwich(hostile).docker_archive()), bounds);
    assert_eq!(opened.problems, []);
    let image = opened.images.pop().unwrap();
    assert_eq!(image.problems, []);
    let [below, hostile, above]: [Layer; 3] = image.layers.try_into().unwrap();
    for plain in [&below, &above] {
        assert!(plain.is_verified && plain.problems.is_empty() && plain.entries.len() == 1, "{plain:?}");
    }
    hostile
}

fn layer(hostile: Vec<u8>) -> Layer {
    layer_with(hostile, &Bounds::default())
}

fn said(problems: &[Problem]) -> Vec<(ProblemKind, &str)> {
    problems.iter().map(|problem| (problem.kind, problem.message.as_str())).collect()
}

fn paths(layer: &Layer) -> Vec<String> {
    layer.entries.iter().map(|entry| String::from_utf8_lossy(&entry.path).into_owned()).collect()
}

fn named(name: &[u8]) -> Head<'_> {
    Head { name, ..Head::default() }
}

#[test]
fn names_are_data() {
    let tar = Tar::new()
        .file("../etc/passwd", b"")
        .file("a/../../b", b"")
        .file("/etc/absolute", b"")
        .file("a/./b//../c", b"")
        .file("C:\\windows", b"")
        .pax(b'x', &[("path", b"a\0b")])
        .file("nul", b"")
        .file("good", b"");
    let layer = layer(tar.end());
    assert_eq!(paths(&layer), ["etc/absolute", "a/c", "good"]);
    assert_eq!(
        said(&layer.problems),
        [
            (Incomplete, "`../etc/passwd` has a name that leads out of the image and is left out"),
            (Incomplete, "`a/../../b` has a name that leads out of the image and is left out"),
            (Odd, "`/etc/absolute` has an absolute name"),
            (Odd, "`a/./b//../c` has `..` in its name"),
            (Incomplete, "`C:\\windows` has the name of a drive in its name and is left out"),
            (Incomplete, "`a\0b` has a NUL in its name and is left out"),
        ]
    );
}

#[test]
fn links_stay_in_the_image() {
    let long = "x".repeat(5000);
    let tar = Tar::new()
        .symlink("a", "b")
        .symlink("b", "/a")
        .symlink("out", "../../../etc/passwd")
        .file("etc/passwd", b"inside")
        .pax(b'x', &[("linkpath", long.as_bytes())])
        .symlink("long", "x");
    let layer = layer(tar.end());
    assert_eq!(said(&layer.problems), [(Incomplete, "`long` links to a path of more than 4096 bytes and is left out")]);
    let layers = [layer];
    let files = lotse::image::replay(&layers);
    assert!(!files.exists("a"), "a loop leads nowhere");
    assert_eq!(files.body("out"), Some(b"inside".as_slice()), "`..` ends at the root of the image");
}

/// The files of an archive whose first layer is reached over links.
fn linked(links: &[(&str, &str)]) -> Vec<u8> {
    let files = sandwich(Tar::new().file("hostile", b"").end()).docker_archive();
    let mut tar = Tar::new();
    for (name, content) in &files {
        tar = match name.strip_suffix("/layer.tar") {
            Some(_) if name == &files[1].0 => tar.file("real.tar", content),
            _ => tar.file(name, content),
        };
    }
    let first = files[1].0.as_str();
    let resolve = |name: &str| if name == "LAYER" { first.to_owned() } else { name.to_owned() };
    for (name, target) in links {
        tar = tar.symlink(&resolve(name), target);
    }
    tar.end()
}

fn problems_of_layer(opened: &Opened, at: usize) -> Vec<(ProblemKind, String)> {
    let problems = &opened.images[0].layers[at].problems;
    problems
        .iter()
        .map(|problem| (problem.kind, problem.message.replace(|c: char| c.is_ascii_hexdigit(), "#")))
        .collect()
}

#[test]
fn links_among_the_names_of_an_archive_are_followed_and_counted() {
    let opened = read(&linked(&[("LAYER", "../real.tar")]));
    assert_eq!(problems_of_layer(&opened, 1), []);
    assert_eq!(paths(&opened.images[0].layers[1]), ["hostile"]);

    let chain: Vec<(String, String)> = (0..9).map(|at| (format!("link{at}"), format!("link{}", at + 1))).collect();
    let mut links = vec![("LAYER", "../link0")];
    links.extend(chain.iter().map(|(name, target)| (name.as_str(), target.as_str())));
    let opened = read(&linked(&links));
    assert!(opened.images[0].layers[1].problems[0].message.ends_with("leads through more than 8 links"), "{opened:?}");
    assert_eq!(opened.images[0].layers[1].problems[0].kind, Incomplete);
    assert!(opened.images[0].layers[2].is_verified);

    let opened = read(&linked(&[("LAYER", "../../../../etc/passwd")]));
    assert!(opened.images[0].layers[1].problems[0].message.ends_with("is not there"));
    let opened = read(&linked(&[("LAYER", "layer.tar")]));
    assert!(opened.images[0].layers[1].problems[0].message.ends_with("leads through more than 8 links"));
}

#[cfg(unix)]
#[test]
fn links_in_a_folder_are_not_followed() {
    let temporary = tempfile::tempdir().unwrap();
    let root = temporary.path().join("image");
    let craft = sandwich(Tar::new().file("hostile", b"").end());
    folder(&craft.layout(Packing::Plain), &root);
    let blob = root.join(format!("blobs/sha256/{}", crafter::hex(&craft.layers[1])));
    fs::rename(&blob, temporary.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink(temporary.path().join("elsewhere"), &blob).unwrap();
    let opened = open(Input::Path(&root), &Options::default());
    let problem = &opened.images[0].layers[1].problems[0];
    assert_eq!(problem.kind, Incomplete);
    assert!(problem.message.ends_with("is a symbolic link, which is not followed"), "{problem:?}");
    assert!(opened.images[0].layers[2].is_verified);

    fs::remove_file(&blob).unwrap();
    fs::create_dir(&blob).unwrap();
    let opened = open(Input::Path(&root), &Options::default());
    assert!(opened.images[0].layers[1].problems[0].message.ends_with("is no regular file"));
}

/// A layout whose manifest or index is changed before it is written.
fn changed(craft: &Craft, change: impl FnOnce(&mut Value)) -> Files {
    let (mut files, manifest) = craft.blobs(Packing::Plain);
    let mut manifest: Value = serde_json::from_slice(&manifest).unwrap();
    change(&mut manifest);
    let manifest = serde_json::to_vec(&manifest).unwrap();
    let index = json!({"manifests": [crafter::descriptor(&manifest, crafter::MANIFEST_TYPE, None)]});
    files.push((format!("blobs/sha256/{}", crafter::hex(&manifest)), manifest));
    files.push(("index.json".to_owned(), serde_json::to_vec(&index).unwrap()));
    files
}

#[test]
fn digests_are_no_paths() {
    let craft = sandwich(Tar::new().end());
    let files = changed(&craft, |manifest| manifest["layers"][1]["digest"] = json!("sha256:../../../etc/passwd"));
    let opened = read(&archive(&files));
    let problems = said(&opened.images[0].layers[1].problems);
    assert_eq!(problems, [(Incomplete, "the layer's digest `sha256:../../../etc/passwd` is none")]);
    assert!(opened.images[0].layers[2].is_verified);
}

/// A layout in which the second layer is stored as given, its digest right.
fn stored(blob: &[u8], media_type: &str, bounds: &Bounds) -> Layer {
    let craft = sandwich(Tar::new().end());
    let mut files = changed(&craft, |manifest| manifest["layers"][1] = crafter::descriptor(blob, media_type, None));
    files.push((format!("blobs/sha256/{}", crafter::hex(blob)), blob.to_vec()));
    let mut opened = read_with(&archive(&files), bounds);
    assert!(opened.images[0].layers[0].is_verified && opened.images[0].layers[2].is_verified);
    opened.images.pop().unwrap().layers.swap_remove(1)
}

#[test]
fn bombs_are_not_unpacked() {
    let zeros = Tar::new().file("zeros", &vec![0; 3 << 19]).end();
    let default = Bounds::default();
    assert_eq!((default.layer_bytes, default.total_bytes), (16 << 30, 64 << 30));
    assert_eq!((default.ratio, default.ratio_from, default.compressions), (1000, 64 << 20, 2));
    let ratio = Bounds { ratio: 100, ratio_from: 1 << 20, ..default.clone() };
    let length = Bounds { layer_bytes: 1 << 20, ..default.clone() };
    let total = Bounds { total_bytes: 1 << 20, ..default.clone() };
    for packed in [gzip(&zeros), zstd(&zeros)] {
        let media_type = if packed[0] == 0x1f { "application/vnd.oci.image.layer.v1.tar+gzip" } else { "x+zstd" };
        let said_of = |bounds: &Bounds| {
            let layer = stored(&packed, media_type, bounds);
            assert!(!layer.is_verified);
            said(&layer.problems).into_iter().map(|(kind, message)| (kind, message.to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(said_of(&ratio), [(Incomplete, "the layer unpacks to more than 100 times its size".to_owned())]);
        assert_eq!(said_of(&length), [(Incomplete, "the layer unpacks to more than 1 MiB".to_owned())]);
        let message = "the layer goes too far: the layers unpack to more than 1 MiB together";
        assert_eq!(said_of(&total), [(Incomplete, message.to_owned())]);
    }
    // Over all members of a stream.
    let members = [gzip(&zeros[..1 << 19]), gzip(&zeros[1 << 19..])].concat();
    let layer = stored(&members, "", &Bounds { layer_bytes: 1 << 20, ..default.clone() });
    assert_eq!(said(&layer.problems), [(Incomplete, "the layer unpacks to more than 1 MiB")]);
    let layer = stored(&members, "", &default);
    assert_eq!((paths(&layer), layer.unpacked), (vec!["zeros".to_owned()], zeros.len() as u64));
    let thrice = gzip(&gzip(&gzip(&Tar::new().end())));
    assert_eq!(
        said(&stored(&thrice, "", &default).problems),
        [(Incomplete, "the layer is compressed more than 2 times")]
    );
}

#[test]
fn the_archive_around_may_be_a_bomb() {
    let bomb = gzip(&Tar::new().file("zeros", &vec![0; 3 << 19]).end());
    let bounds = Bounds { ratio: 100, ratio_from: 1 << 20, ..Bounds::default() };
    let opened = read_with(&bomb, &bounds);
    assert_eq!(said(&opened.problems), [(Incomplete, "the archive unpacks to more than 100 times its size")]);
}

#[test]
fn windows_of_zstd_are_bounded() {
    // A frame with a window of 256 MiB, and a block that says nothing.
    let frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 18 << 3, 0x01, 0x00, 0x00];
    let layer = stored(&frame, "", &Bounds::default());
    assert_eq!(said(&layer.problems), [(Incomplete, "the layer needs a zstd window of more than 128 MiB")]);
}

/// Frames that are to be passed over stand in front of and between those of some programs.
#[test]
fn zstd_streams_have_many_frames() {
    let tar = Tar::new().file("file", b"content").end();
    let skippable = [[0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0].as_slice(), b"abc"].concat();
    let stream = [skippable.clone(), zstd(&tar[..700]), skippable.clone(), zstd(&tar[700..]), skippable].concat();
    let layer = stored(&stream, "x+zstd", &Bounds::default());
    assert_eq!(paths(&layer), ["file"]);
    assert!(
        said(&layer.problems).iter().all(|(kind, _)| *kind == Mismatch),
        "only its diff_id is another's: {layer:?}"
    );
}

#[test]
fn broken_streams_are_said_to_be() {
    let tar = Tar::new().file("file", &(0..40_000_u32).flat_map(u32::to_le_bytes).collect::<Vec<_>>()).end();
    for packed in [gzip(&tar), zstd(&tar)] {
        // Of the one some bytes come out before the end, of the other none.
        let (name, message) = match packed[0] {
            0x1f => ("gzip", "the layer ends in the middle of `file`"),
            _ => ("zstd", "the layer is cut off: the zstd stream has no end"),
        };
        let cut = stored(&packed[..packed.len() / 2], "", &Bounds::default());
        assert_eq!(said(&cut.problems), [(Incomplete, message)], "{name}");
        let mut garbled = packed.clone();
        let middle = packed.len() / 2;
        garbled[middle..middle + 64].fill(0xff);
        let garbled = stored(&garbled, "", &Bounds::default());
        assert!(!garbled.is_verified && !garbled.problems.is_empty(), "{name}");
    }
    let text = stored(b"this is no archive of any sort at all", "", &Bounds::default());
    assert_eq!(said(&text.problems), [(Incomplete, "the layer is no tar archive")]);
}

#[test]
fn numbers_of_entries_are_bounded() {
    let default = Bounds::default();
    assert_eq!(
        (default.layer_entries, default.total_entries, default.path, default.depth),
        (2_000_000, 5_000_000, 4096, 256)
    );
    let tar = (0..20).fold(Tar::new(), |tar, at| tar.file(&format!("file{at}"), b"")).end();
    let layer = layer_with(tar.clone(), &Bounds { layer_entries: 10, ..default.clone() });
    assert_eq!(said(&layer.problems), [(Incomplete, "the layer has more than 10 entries")]);
    assert_eq!(layer.entries.len(), 10, "those before are there");
    let opened = open(
        Input::Stream(Box::new(archive(&Craft::of(vec![tar.clone()]).docker_archive()).as_slice())),
        &options(Bounds { total_entries: 15, ..default.clone() }),
    );
    let problems = format!("{opened:?}");
    assert!(problems.contains("the layers have more than 15 entries together"), "{problems}");
    let opened = open(
        Input::Stream(Box::new(archive(&Craft::of(vec![tar]).docker_archive()).as_slice())),
        &options(Bounds { name_bytes: 100, ..default }),
    );
    assert!(format!("{opened:?}").contains("the names of the entries are longer than 100 bytes together"));
}

#[test]
fn lengths_of_paths_are_bounded() {
    let long = "a/".repeat(3000);
    let deep = "a/".repeat(300);
    let part = "b".repeat(300);
    let tar = Tar::new()
        .pax(b'x', &[("path", long.as_bytes())])
        .file("x", b"")
        .pax(b'x', &[("path", deep.as_bytes())])
        .file("x", b"")
        .pax(b'x', &[("path", part.as_bytes())])
        .file("x", b"");
    let layer = layer(tar.end());
    assert_eq!(paths(&layer), [part]);
    let ends: Vec<_> = layer.problems.iter().map(|problem| problem.message.rsplit("` ").next().unwrap()).collect();
    assert_eq!(
        ends,
        [
            "has a path of more than 4096 bytes and is left out", "lies more than 256 folders deep and is left out",
            "has a part of more than 255 bytes in its name",
        ]
    );
}

/// A header that is written by hand and sealed.
fn header(head: &Head<'_>, change: impl FnOnce(&mut [u8; BLOCK])) -> [u8; BLOCK] {
    let mut block = head.block();
    change(&mut block);
    seal(&mut block);
    block
}

#[test]
fn sizes_may_lie() {
    let with_size = |field: [u8; 12]| {
        let block = header(&named(b"liar"), |block| block[124..136].copy_from_slice(&field));
        layer(Tar::new().file("first", b"x").raw(&block).end())
    };
    let mut negative = [0xff; 12];
    let no_size = "the layer has a header whose size is no number or negative, behind `liar`";
    assert_eq!(said(&with_size(negative).problems), [(Incomplete, no_size)]);
    negative[0] = 0x80;
    assert_eq!(said(&with_size(negative).problems), [(Incomplete, no_size)], "more than fits into 63 bits");
    assert_eq!(said(&with_size(*b"what is this").problems), [(Incomplete, no_size)]);
    let mut large = [0; 12];
    (large[0], large[4]) = (0x80, 0x7f);
    for field in [large, *b"77777777777\0"] {
        let layer = with_size(field);
        assert_eq!(said(&layer.problems), [(Incomplete, "the layer ends in the middle of `liar`")]);
        assert_eq!(paths(&layer)[0], "first", "what stands before is there");
    }
}

#[test]
fn extended_headers_are_bounded() {
    let default = Bounds::default();
    assert_eq!((default.extension, default.extensions), (1 << 20, 8));
    let long = vec![b'x'; (1 << 20) + 1];
    let tar = Tar::new().file("first", b"").pax(b'x', &[("comment", &long)]).file("second", b"");
    let layer = layer_with(tar.end(), &default);
    assert_eq!(said(&layer.problems), [(Incomplete, "the layer has an extended header of more than 1 MiB")]);
    let tar = (0..9).fold(Tar::new(), |tar, _| tar.pax(b'x', &[("comment", b"x")])).file("second", b"");
    let message = "the layer has more than 8 extended headers in front of one entry";
    assert_eq!(said(&layer_with(tar.end(), &default).problems), [(Incomplete, message)]);
}

#[test]
fn extended_headers_are_read_with_care() {
    let tar = Tar::new()
        .pax(b'g', &[("mtime", b"5")])
        .file("global", b"")
        .pax(b'x', &[("path", b"one"), ("path", b"two")])
        .file("twice", b"")
        .pax(b'x', &[("GNU.sparse.name", b"holes"), ("GNU.sparse.realsize", b"1000000")])
        .file("GNUSparseFile/holes", b"data")
        .pax(b'x', &[("SCHILY.xattr.security.capability", b"\x01\0\0\x02")])
        .file("ping", b"");
    let layer = layer(tar.end());
    assert_eq!(paths(&layer), ["global", "two", "holes", "ping"]);
    assert_eq!(layer.entries[0].mtime, 5);
    assert_eq!(layer.entries[2].size, 4, "what is stored of a sparse file");
    assert!(layer.entries[3].has_capabilities && !layer.entries[2].has_capabilities);
    assert_eq!(
        said(&layer.problems),
        [
            (Odd, "the archive has a global extended header"),
            (Odd, "`two` has the extended header `path` twice"),
            (Odd, "`holes` is a sparse file: 4 bytes are stored of 1000000"),
        ]
    );
}

#[test]
fn broken_extended_headers_end_the_layer() {
    let records: [&[u8]; 5] =
        [b"99 path=x\n", b"path=x\n", b"12 path=x\n", b"999999999999999999999999 path=x\n", &record("size", b"-1")];
    for text in records {
        let head = Head { name: b"x", kind: b'x', size: text.len() as u64, ..Head::default() };
        let layer = layer(Tar::new().file("first", b"").entry(&head, text).file("second", b"").end());
        assert_eq!(paths(&layer), ["first"]);
        assert!(layer.problems[0].message.contains("extended header"), "{:?}", layer.problems);
        assert_eq!(layer.problems[0].kind, Incomplete);
    }
}

#[test]
fn the_last_of_two_entries_wins_and_both_are_there() {
    let layer = layer(Tar::new().file("twice", b"first").file("twice", b"second").folder("f").folder("f/").end());
    assert_eq!(paths(&layer), ["twice", "twice", "f", "f"]);
    assert_eq!(said(&layer.problems), [(Odd, "`twice` stands in the layer more than once")]);
    let layers = [layer];
    assert_eq!(lotse::image::replay(&layers).get("twice").unwrap().content.size, 6);
}

#[test]
fn hard_links_to_nothing_have_no_size() {
    let tar = Tar::new().hardlink("missing", "nowhere").folder("folder").hardlink("to-folder", "folder");
    let layers = [layer(tar.hardlink("early", "late").file("late", b"late").end())];
    let files = lotse::image::replay(&layers);
    for name in ["missing", "to-folder", "early"] {
        let file = files.get(name).unwrap();
        assert_eq!(file.content.size, 0, "{name}");
        assert!(matches!(file.content.kind, Kind::Hardlink(_)), "{name}");
    }
}

#[test]
fn whiteouts_of_nothing_mean_nothing() {
    let layer = layer(Tar::new().file("a/.wh.", b"").file(".wh...", b"").file("b/.wh.b", b"").end());
    assert_eq!(paths(&layer), ["b/.wh.b"]);
    assert_eq!(
        said(&layer.problems),
        [
            (Incomplete, "`a/.wh.` is a whiteout of nothing and is left out"),
            (Incomplete, "`.wh...` is a whiteout of nothing and is left out"),
        ]
    );
}

#[test]
fn archives_may_end_early() {
    let whole = Tar::new().file("first", b"x").file("last", b"content");
    let end = whole.0.len();
    let said_of = |bytes: &[u8]| {
        let layer = layer(bytes.to_vec());
        let problems: Vec<_> = layer.problems.iter().map(|problem| (problem.kind, problem.message.clone())).collect();
        (paths(&layer).len(), problems)
    };
    let odd = |message: &str| vec![(Odd, message.to_owned())];
    let broken = |message: &str| vec![(Incomplete, message.to_owned())];
    assert_eq!(said_of(&whole.0), (2, odd("the archive has no end blocks")));
    let unfilled = &whole.0[..end - BLOCK + 7];
    let both = vec![
        (Odd, "the archive's last block is not filled up".to_owned()),
        (Odd, "the archive has no end blocks".to_owned()),
    ];
    assert_eq!(said_of(unfilled), (2, both));
    assert_eq!(
        said_of(&[whole.0.clone(), vec![0; BLOCK]].concat()),
        (2, odd("the archive has one end block instead of two"))
    );
    assert_eq!(said_of(&whole.0[..end - BLOCK + 3]), (2, broken("the layer ends in the middle of `last`")));
    assert_eq!(said_of(&whole.0[..end - 2 * BLOCK + 100]), (1, broken("the layer ends in the middle of a header")));
    let behind = [whole.clone().end(), b"something".to_vec()].concat();
    assert_eq!(said_of(&behind), (2, odd("there is something behind the end of the archive")));
    let mut garbled = whole.clone().end();
    garbled[2 * BLOCK + 5] ^= 1;
    assert_eq!(said_of(&garbled), (1, broken("the layer has a header whose checksum is wrong, behind `first`")));
}

#[test]
fn an_archive_that_is_cut_is_read_up_to_there() {
    let craft = sandwich(Tar::new().file("hostile", &vec![7; 5000]).end());
    let mut files = craft.docker_archive();
    // What says what the image is stands first.
    files.rotate_right(2);
    let bytes = archive(&files);
    let at = bytes.windows(7).position(|window| window == b"hostile").unwrap();
    let opened = read(&bytes[..at + 2000]);
    let layers = &opened.images[0].layers;
    assert!(layers[0].is_verified && !layers[1].is_verified);
    assert_eq!(paths(&layers[1]), ["hostile"], "its content was never seen whole");
    assert_eq!(layers[1].problems[0].kind, Incomplete);
    assert!(layers[2].problems[0].message.ends_with("is not there"));
    assert!(opened.problems[0].message.starts_with("the archive ends in the middle of"), "{:?}", opened.problems);
}

#[test]
fn digests_and_sizes_are_compared() {
    let craft = sandwich(Tar::new().file("hostile", b"original").end());
    let mut files = craft.layout(Packing::Plain);
    let forged = Tar::new().file("hostile", b"replaced").end();
    files[1].1.clone_from(&forged);
    let opened = read(&archive(&files));
    let layer = &opened.images[0].layers[1];
    assert!(!layer.is_verified);
    assert_eq!(paths(layer), ["hostile"], "it is looked at all the same");
    let (found, wanted) = (&crafter::digest(&forged)[..19], &crafter::digest(&craft.layers[1])[..19]);
    assert_eq!(
        said(&layer.problems),
        [
            (Mismatch, format!("the layer is not what its digest says: it is {found}… instead of {wanted}…").as_str()),
            (Mismatch, format!("the layer is not what its diff_id says: it is {found}… instead of {wanted}…").as_str()),
        ]
    );
    files[1].1.extend([0; 512]);
    let longer = read(&archive(&files));
    assert_eq!(longer.images[0].layers[1].problems[0].message, "the layer has 2560 bytes instead of 2048");
    let mut files = craft.layout(Packing::Plain);
    files[3].1 = String::from_utf8(files[3].1.clone()).unwrap().replace("linux", "LINUX").into_bytes();
    let opened = read(&archive(&files));
    assert_eq!(opened.images[0].problems[0].kind, Mismatch);
    assert!(opened.images[0].problems[0].message.starts_with("the configuration is not what its digest says"));
}

#[test]
fn sha512_is_known_too() {
    use sha2::Digest as _;
    let sha512 = |bytes: &[u8]| {
        let digits: String =
            sha2::Sha512::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
        digits
    };
    let craft = sandwich(Tar::new().file("hostile", b"").end());
    let good = sha512(&craft.layers[1]);
    for (digest, is_same) in [(good.clone(), true), (good.replace('0', "1"), false)] {
        let mut files = changed(&craft, |manifest| manifest["layers"][1]["digest"] = json!(format!("sha512:{digest}")));
        files.push((format!("blobs/sha512/{digest}"), craft.layers[1].clone()));
        let opened = read(&archive(&files));
        assert_eq!(
            opened.images[0].layers[1].problems.is_empty(),
            is_same,
            "{:?}",
            opened.images[0].layers[1].problems
        );
    }
}

fn problems_with(files: &Files, bounds: &Bounds) -> Vec<(ProblemKind, String)> {
    let opened = read_with(&archive(files), bounds);
    let of_images = opened.images.iter().flat_map(|image| &image.problems);
    opened.problems.iter().chain(of_images).map(|problem| (problem.kind, problem.message.clone())).collect()
}

#[test]
fn documents_are_bounded() {
    let default = Bounds::default();
    assert_eq!((default.manifest_bytes, default.config_bytes, default.layers), (4 << 20, 16 << 20, 1024));
    assert_eq!((default.history, default.manifests, default.indexes), (8192, 512, 4));
    let craft = sandwich(Tar::new().end());
    let files = craft.docker_archive();
    let small = Bounds { manifest_bytes: 1 << 5, ..default.clone() };
    assert_eq!(problems_with(&files, &small)[0], (Incomplete, "manifest.json is longer than 32 bytes".to_owned()));
    let small = Bounds { config_bytes: 1 << 5, ..default.clone() };
    let found = problems_with(&files, &small);
    assert!(found.contains(&(Incomplete, "the configuration is longer than 32 bytes".to_owned())), "{found:?}");
    let found = problems_with(&files, &Bounds { layers: 2, ..default.clone() });
    assert!(
        found.contains(&(Incomplete, "the manifest lists 3 layers; more than 2 are not read".to_owned())),
        "{found:?}"
    );
    let mut long = craft.clone();
    long.config["history"] = json!([{"created_by": "a"}, {"created_by": "b"}, {"created_by": "c"}]);
    let found = problems_with(&long.docker_archive(), &Bounds { history: 2, ..default.clone() });
    let message = "the configuration has 3 steps in its history; more than 2 are not read";
    assert_eq!(found, [(Incomplete, message.to_owned())]);
    let mut deep = craft.docker_archive();
    deep.retain(|(name, _)| name != "manifest.json");
    deep.push(("manifest.json".to_owned(), [vec![b'['; 100], vec![b']'; 100]].concat()));
    let found = problems_with(&deep, &default);
    assert!(
        found[0].1.starts_with("manifest.json is no valid JSON: more than 64 values inside each other"),
        "{found:?}"
    );
}

#[test]
fn indexes_are_bounded() {
    let default = Bounds::default();
    let (mut files, manifest) = sandwich(Tar::new().end()).blobs(Packing::Plain);
    files.push((format!("blobs/sha256/{}", crafter::hex(&manifest)), manifest.clone()));
    let mut inner = crafter::descriptor(&manifest, crafter::MANIFEST_TYPE, None);
    for _ in 0..6 {
        let index = serde_json::to_vec(&json!({"manifests": [inner]})).unwrap();
        inner = crafter::descriptor(&index, crafter::INDEX_TYPE, None);
        files.push((format!("blobs/sha256/{}", crafter::hex(&index)), index));
    }
    files.push(("index.json".to_owned(), serde_json::to_vec(&json!({"manifests": [inner]})).unwrap()));
    let found = problems_with(&files, &default);
    assert_eq!(found, [(Incomplete, "there are more than 4 indexes inside each other".to_owned())]);

    let many = crafter::descriptor(&manifest, crafter::MANIFEST_TYPE, None);
    files.pop();
    files.push(("index.json".to_owned(), serde_json::to_vec(&json!({"manifests": [many, many, many]})).unwrap()));
    let found = problems_with(&files, &Bounds { manifests: 2, ..default.clone() });
    assert_eq!(found, [(Incomplete, "an index lists 3 manifests; more than 2 are not read".to_owned())]);

    // What lists itself cannot have the digest that it is found by.
    let own = format!("sha256:{}", "ab".repeat(32));
    let cycle = serde_json::to_vec(&json!({"manifests": [{"digest": own}]})).unwrap();
    let files = vec![("index.json".to_owned(), cycle.clone()), (format!("blobs/sha256/{}", &own[7..]), cycle)];
    let found = problems_with(&files, &default);
    assert_eq!(found[0].0, Mismatch);
    assert_eq!(found[1], (Incomplete, "the index sha256:abababababab lists itself".to_owned()));
}

#[test]
fn configurations_are_read_leniently() {
    let mut craft = Craft::of(vec![Tar::new().end(), Tar::new().end()]);
    craft.config = json!({
        "os": null, "architecture": 7, "created": "yesterday", "future": {"a": [1, 2.5, -3]},
        "config": {
            "User": null, "Env": null, "Entrypoint": "/one", "Cmd": [1, "two", null], "Labels": {"a": 1, "b": "c"},
            "Healthcheck": {"Test": null}, "ExposedPorts": null, "OnBuild": null, "Volumes": []
        },
        "history": [{"created": 5, "created_by": null}]
    });
    let opened = read(&archive(&craft.docker_archive()));
    let image = &opened.images[0];
    assert_eq!((said(&opened.problems), said(&image.problems)), (vec![], vec![]));
    let config = &image.config;
    assert_eq!(
        (config.os.as_str(), config.architecture.as_str(), config.created.as_deref()),
        ("", "", Some("yesterday"))
    );
    assert_eq!(
        (config.entrypoint.as_slice(), config.cmd.as_slice()),
        (&["/one".to_owned()][..], &["two".to_owned()][..])
    );
    assert_eq!((config.healthcheck.clone(), config.labels.len(), config.history.len()), (None, 1, 1));

    let mut files = craft.docker_archive();
    let config = files.iter_mut().find(|(name, _)| name.ends_with(".json")).unwrap();
    config.1 = [b"{\"os\":\"plan9\",".as_slice(), &config.1[1..]].concat();
    let opened = read(&archive(&files));
    assert!(said(&opened.images[0].problems).contains(&(Odd, "the configuration has the key `os` twice")));

    files.retain(|(name, _)| name == "manifest.json" || name.ends_with(".tar"));
    let opened = read(&archive(&files));
    assert!(said(&opened.images[0].problems).contains(&(Incomplete, "the configuration is not there")));
    assert_eq!(opened.images[0].layers.len(), 2, "the layers are read all the same");
}

#[test]
fn names_may_be_any_bytes() {
    let layer = layer(Tar::new().entry(&named(b"caf\xe9\x1b[31m"), b"").end());
    assert_eq!(&*layer.entries[0].path, b"caf\xe9\x1b[31m");
    assert_eq!(said(&layer.problems)[0].1, "`caf\u{fffd}\u{1b}[31m` has a name that is no UTF-8");
}

#[test]
fn devices_and_unknown_kinds_are_not_opened() {
    let special = |kind: u8| Head { name: b"special", kind, size: 1 << 40, ..Head::default() };
    for kind in [b'3', b'4', b'6'] {
        let layer = layer(Tar::new().entry(&special(kind), b"").file("next", b"").end());
        assert_eq!((&layer.entries[0].kind, paths(&layer).len()), (&Kind::Special, 2));
    }
    let layer =
        layer(Tar::new().entry(&Head { name: b"odd", kind: b'Z', ..Head::default() }, b"").file("next", b"").end());
    assert_eq!(said(&layer.problems), [(Odd, "`odd` is of an unknown kind (`Z`) and is left out")]);
    assert_eq!(paths(&layer), ["next"]);
}

#[test]
fn kept_content_is_bounded() {
    let default = Bounds::default();
    assert_eq!((default.kept_bytes, default.kept_file), (256 << 20, 1 << 20));
    let key = b"-----BEGIN PRIVATE KEY-----\nabc\n";
    let large = [key.as_slice(), &vec![b'x'; 1 << 20]].concat();
    let tar = Tar::new().file("any", key).file("large", &large).file("root/.netrc", &[b'x'; 100]).end();
    let kept = |bounds: &Bounds| -> Vec<usize> {
        let layer = layer_with(tar.clone(), bounds);
        assert_eq!(said(&layer.problems), []);
        let length = |entry: &Entry| entry.body.as_deref().map_or(0, <[u8]>::len);
        layer.entries.iter().map(length).collect()
    };
    assert_eq!(kept(&default), [key.len(), 0, 100]);
    assert_eq!(kept(&Bounds { kept_bytes: 120, ..default }), [key.len(), 0, 0]);
}

#[test]
fn a_run_can_be_ended() {
    let watch = Arc::new(Watch::default());
    watch.is_stopped.store(true, Ordering::Relaxed);
    let bytes = archive(&sandwich(Tar::new().end()).docker_archive());
    let options = Options { watch, ..Options::default() };
    let opened = open(Input::Stream(Box::new(bytes.as_slice())), &options);
    assert_eq!(opened.problems[0].kind, Incomplete);
    assert!(opened.problems[0].message.contains("the time is up"), "{:?}", opened.problems);
}

#[test]
fn what_is_no_image_is_said_to_be_none() {
    let only = |bytes: &[u8]| {
        let opened = read(bytes);
        assert_eq!((opened.images.len(), opened.problems.len()), (0, 1), "{opened:?}");
        assert_eq!(opened.problems[0].kind, Incomplete);
        opened.problems[0].message.clone()
    };
    let neither = "is neither a tar archive nor a folder with an image";
    assert_eq!(only(b""), neither);
    assert_eq!(only(b"FROM debian\n"), neither);
    assert_eq!(only(&gzip(b"FROM debian\n")), neither);
    let none = "is no image: there is neither an index.json nor a manifest.json in it";
    assert_eq!(only(&Tar::new().file("etc/passwd", b"").end()), none);
    assert_eq!(only(&archive(&vec![("manifest.json".to_owned(), b"[]".to_vec())])), "there is no image in it");
    let schema1 = json!({"schemaVersion": 1, "fsLayers": []});
    let text = serde_json::to_vec(&schema1).unwrap();
    assert_eq!(
        only(&archive(&vec![("manifest.json".to_owned(), text)])),
        "manifest.json is of schema 1, which is not read"
    );
    let missing = open(Input::Path(std::path::Path::new("/nowhere/at/all")), &Options::default());
    assert!(missing.problems[0].message.starts_with("cannot be read: "));
}

#[test]
fn artifacts_are_no_images() {
    let craft = sandwich(Tar::new().end());
    let files = changed(&craft, |manifest| {
        manifest["config"]["mediaType"] = json!("application/vnd.cncf.helm.config.v1+json");
    });
    let opened = read(&archive(&files));
    let message = &opened.problems[0].message;
    assert!(
        message.ends_with("is of an artifact (`application/vnd.cncf.helm.config.v1+json`), not of an image"),
        "{message}"
    );
}
