//! Names, links and whiteouts: where they lead, and how long they may be.

use super::*;

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

#[test]
fn a_path_leads_over_40_links_and_no_more() {
    let chain =
        (0..60).fold(Tar::new().file("l60", b"end"), |tar, at| tar.symlink(&format!("l{at}"), &format!("l{}", at + 1)));
    let layers = [layer(chain.end())];
    let files = lotse::image::replay(&layers);
    assert!(files.exists("l20"), "40 links");
    assert!(!files.exists("l19") && !files.exists("l0"), "41 links");
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

#[test]
fn digests_are_no_paths() {
    let craft = sandwich(Tar::new().end());
    let files = changed(&craft, |manifest| manifest["layers"][1]["digest"] = json!("sha256:../../../etc/passwd"));
    let opened = read(&archive(&files));
    let problems = said(&opened.images[0].layers[1].problems);
    assert_eq!(problems, [(Incomplete, "the layer's digest `sha256:../../../etc/passwd` is none")]);
    assert!(opened.images[0].layers[2].is_verified);
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
            (Odd, "`a/.wh.` is a whiteout of nothing and is left out"),
            (Odd, "`.wh...` is a whiteout of nothing and is left out"),
        ]
    );
}

#[test]
fn names_may_be_any_bytes() {
    let layer = layer(Tar::new().entry(&named(b"caf\xe9\x1b[31m"), b"").end());
    assert_eq!(&*layer.entries[0].path, b"caf\xe9\x1b[31m");
    assert_eq!(said(&layer.problems)[0].1, "`caf\u{fffd}\u{1b}[31m` has a name that is no UTF-8");
}
