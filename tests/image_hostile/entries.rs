//! The archive of a layer: headers, sizes, ends, and how many there may be of what.

use super::*;

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
