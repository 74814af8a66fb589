//! The same through the program: what is wrong is said, the other layers are looked at all the same, and the exit status is 2.

use super::*;
use crate::program::Place;

/// A layer below and one above, each with something to find.
fn between(hostile: Vec<u8>) -> Files {
    let telling = |name: &str| Tar::new().file(name, b"machine example.org login me password hunter2tiger\n").end();
    Craft::of(vec![telling("below/.netrc"), hostile, telling("above/.netrc")]).docker_archive()
}

/// What the program says of an image with a hostile layer: the exit status, standard error, and whether both other layers were looked at.
fn looked_at(hostile: Vec<u8>, more: &[&str]) -> (i32, String, bool) {
    let place = Place::new(&[]);
    place.write("app.tar", archive(&between(hostile)));
    let arguments = ["image", "app.tar", "--isolated", "--fail-on", "never", "--format", "concise"];
    let said = place.run(&[&arguments[..], more].concat());
    let both = ["`below/.netrc` holds a password", "`above/.netrc` holds a password"];
    (said.status, said.err, both.iter().all(|found| said.out.contains(found)))
}

#[test]
fn a_broken_layer_hides_no_other_and_ends_with_2() {
    let file = Tar::new().file("file", &[7; 3000]);
    let many = (0..20).fold(Tar::new(), |tar, at| tar.file(&format!("file{at}"), b"")).end();
    let deep = Tar::new().pax(b'x', &[("path", "a/".repeat(300).as_bytes())]).file("x", b"").end();
    let long = Tar::new().pax(b'x', &[("path", "a/".repeat(3000).as_bytes())]).file("x", b"").end();
    let header = vec![b'x'; (1 << 20) + 1];
    let header = Tar::new().pax(b'x', &[("comment", &header)]).file("x", b"").end();
    let headers = (0..9).fold(Tar::new(), |tar, _| tar.pax(b'x', &[("comment", b"x")])).file("x", b"").end();
    let target = Tar::new().pax(b'x', &[("linkpath", &[b'x'; 5000])]).symlink("link", "x").end();
    let liar = Tar::new().entry(&Head { size: 1 << 30, ..named(b"liar") }, b"").end();
    let zeros = gzip(&Tar::new().file("zeros", &vec![0; 3 << 19]).end());
    let packed = gzip(&file.clone().end());
    let limited: &[&str] = &["--limit", "layer-entries=10"];
    let small: &[&str] = &["--limit", "layer-bytes=1000000"];
    let ratio: &[&str] = &["--limit", "ratio=100,ratio-from=1000000"];
    let rows: Vec<(Vec<u8>, &[&str], &str)> = vec![
        (Tar::new().file("../out", b"").end(), &[], "`../out` has a name that leads out of the image and is left out"),
        (Tar::new().file("C:\\x", b"").end(), &[], "has the name of a drive in its name and is left out"),
        (target, &[], "`link` links to a path of more than 4096 bytes and is left out"),
        (zeros.clone(), small, "the layer unpacks to more than 1000000 bytes"),
        (zeros.clone(), ratio, "the layer unpacks to more than 100 times its size"),
        (gzip(&gzip(&packed)), &[], "the layer is compressed more than 2 times"),
        (
            vec![0x28, 0xb5, 0x2f, 0xfd, 0x00, 18 << 3, 0x01, 0x00, 0x00],
            &[],
            "needs a zstd window of more than 128 MiB",
        ),
        (many, limited, "the layer has more than 10 entries"),
        (long, &[], "has a path of more than 4096 bytes and is left out"),
        (deep, &[], "lies more than 256 folders deep and is left out"),
        (liar, &[], "the layer ends in the middle of `liar`"),
        (header, &[], "the layer has an extended header of more than 1 MiB"),
        (headers, &[], "the layer has more than 8 extended headers in front of one entry"),
        (file.0[..1500].to_vec(), &[], "the layer ends in the middle of `file`"),
        (packed[..packed.len() / 2].to_vec(), &[], "the layer is cut off: the gzip stream has no end"),
        (b"this is no archive".to_vec(), &[], "the layer is no tar archive"),
    ];
    for (hostile, more, message) in rows {
        let (status, err, is_whole) = looked_at(hostile, more);
        assert!(err.starts_with("lotse: app.tar: layer 2: ") && err.contains(message), "{message}: {err}");
        assert_eq!((status, is_whole), (2, true), "{message}: {err}");
    }
}

#[test]
fn what_programs_read_all_the_same_is_a_finding_and_no_failure() {
    let rows = [
        (Tar::new().file("a/.wh.", b"").end(), "`a/.wh.` is a whiteout of nothing and is left out"),
        (Tar::new().file("/abs", b"").end(), "`/abs` has an absolute name"),
        (Tar::new().file("twice", b"1").file("twice", b"2").end(), "`twice` stands in the layer more than once"),
        (Tar::new().hardlink("late", "nowhere").end(), "`late` is a link to `nowhere`, which is no file of this layer"),
        (Tar::new().entry(&Head { kind: b'3', ..named(b"dev/x") }, b"").end(), "`dev/x` is a device or a pipe"),
        (Tar::new().file("whole", b"x").0, "the archive has no end blocks"),
        (Tar::new().entry(&named(b"caf\xe9"), b"").end(), "has a name that is no UTF-8"),
    ];
    for (hostile, message) in rows {
        let place = Place::new(&[]);
        place.write("app.tar", archive(&between(hostile)));
        let said = place.run(&["image", "app.tar", "--isolated", "--fail-on", "never", "--format", "concise"]);
        assert_eq!(said.status, 0, "{}", said.err);
        assert!(said.out.contains("[image-malformed-layer]") && said.out.contains(message), "{message}: {}", said.out);
    }
}

#[test]
fn a_secret_in_the_first_of_two_entries_of_a_path_is_found() {
    let tar =
        Tar::new().file("root/.netrc", b"machine example.org password hunter2tiger\n").file("root/.netrc", b"empty\n");
    let place = Place::new(&[]);
    place.write("app.tar", archive(&Craft::of(vec![tar.end()]).docker_archive()));
    let said = place.run(&["image", "app.tar", "--isolated", "--format", "concise"]);
    assert!(said.out.contains("error[image-secret-in-lower-layer] `root/.netrc` holds a password"), "{}", said.out);
}

/// Messages write what is no text as `\xNN`; programs get the bytes.
#[test]
fn names_that_are_no_text_are_told_in_base64() {
    let program = |name| Head { size: 1, mode: 0o4755, ..named(name) };
    let names: [&[u8]; 4] = [b"a\xff", b"opt/b\xfe", b"c\xff\xfbd", b"opt/text"];
    let tar = names.into_iter().fold(Tar::new(), |tar, name| tar.entry(&program(name), b"x"));
    let place = Place::new(&[]);
    place.write("app.tar", archive(&Craft::of(vec![tar.end()]).docker_archive()));
    let said = place.run(&["image", "app.tar", "--isolated", "--select", "image-setuid", "--format", "json"]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(
        report["diagnostics"][0]["odd_paths"],
        json!([
            {"path": "a\\xff", "path_b64": "Yf8="},
            {"path": "opt/b\\xfe", "path_b64": "b3B0L2L+"},
            {"path": "c\\xff\\xfbd", "path_b64": "Y//7ZA=="},
        ]),
        "{}",
        said.out
    );
    assert!(report["diagnostics"][0].get("path_b64").is_none(), "{}", said.out);
    let schema: Value = serde_json::from_str(&fs::read_to_string("docs/report.schema.json").unwrap()).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&report), "{}", said.out);
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_whose_name_is_no_text_is_told_in_base64() {
    use std::os::unix::ffi::OsStrExt as _;
    let place = Place::new(&[]);
    let folder = place.path().join(std::ffi::OsStr::from_bytes(b"\xff"));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("Dockerfile"), "FROM debian\n").unwrap();
    let said =
        place.run(&["check", ".", "--isolated", "--select", "base-image-not-pinned-by-digest", "--format", "json"]);
    let report: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(report["diagnostics"][0]["path_b64"], "/y9Eb2NrZXJmaWxl", "{}", said.out);
}

#[test]
fn what_a_terminal_would_obey_is_not_shown() {
    let lower =
        Tar::new().entry(&Head { size: 9000, ..named(b"srv/\x1b[2J\xe2\x80\xaehidden\xff") }, &[b'x'; 9000]).end();
    let upper = Tar::new().file("srv/.wh..wh..opq", b"").end();
    let mut craft = Craft::of(vec![lower, upper]);
    craft.names = vec!["app\x1b[31m:1".to_owned()];
    craft.config["history"] = json!([{"created_by": "RUN echo \x1b[31m"}, {"created_by": "RUN true\u{202e}"}]);
    let place = Place::new(&[]);
    place.write("app.tar", archive(&craft.docker_archive()));
    for format in ["human", "concise", "markdown", "github", "gnu", "html", "json", "sarif"] {
        let said = place
            .run(&["image", "app.tar", "--isolated", "--preset", "strict", "--color", "never", "--format", format]);
        assert!(said.out.contains("hidden"), "{format}: {}", said.out);
        // Programs read JSON, and get what is there.
        let is_for_people = !matches!(format, "json" | "sarif");
        assert!(!said.out.contains('\x1b'), "{format}: {:?}", said.out);
        assert!(!(is_for_people && said.out.contains('\u{202e}')), "{format}: {:?}", said.out);
        assert!(!said.err.contains(['\x1b', '\u{202e}']), "{format}: {:?}", said.err);
    }
}
