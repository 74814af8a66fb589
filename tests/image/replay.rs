//! The replay of layers against one that is slow and plainly right: it asks of every path of the layers below whether something
//! of the layer hides it, and of every file whether it still has a name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use lotse::image::files::{EntryId, How};
use lotse::image::layer::{Entry, Kind, Layer};
use lotse::image::{FileSystem, replay};
use proptest::prelude::*;

/// What a path holds, slowly.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Slot {
    /// The entry that has the content.
    inode: EntryId,
    is_directory: bool,
}

/// A dead file: bytes, last name, who added it, who hid it, and whether it was removed.
type Death = (u64, Vec<u8>, usize, usize, How);

fn is_below(path: &[u8], folder: &[u8]) -> bool {
    folder.is_empty() && !path.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.first() == Some(&b'/'))
}

fn name_of(path: &[u8]) -> (&[u8], &[u8]) {
    path.iter().rposition(|byte| *byte == b'/').map_or((b"", path), |at| (&path[..at], &path[at + 1..]))
}

/// Whether a whiteout hides a path of the layers below.
fn hides(whiteout: &[u8], path: &[u8]) -> bool {
    let (folder, name) = name_of(whiteout);
    if name == b".wh..wh..opq" {
        return is_below(path, folder);
    }
    let Some(gone) = name.strip_prefix(b".wh.").filter(|gone| !gone.is_empty() && !gone.starts_with(b".wh.")) else {
        return false;
    };
    let target = if folder.is_empty() { gone.to_vec() } else { [folder, b"/", gone].concat() };
    path == target || is_below(path, &target)
}

fn is_whiteout(path: &[u8]) -> bool {
    name_of(path).1.starts_with(b".wh.")
}

/// Lays the layers over each other, slowly: what is there in the end, and the files that died. A file that lost several names at
/// once has each of them.
fn slowly(layers: &[Layer]) -> (BTreeMap<Vec<u8>, Slot>, Vec<Vec<Death>>) {
    let mut now: BTreeMap<Vec<u8>, Slot> = BTreeMap::new();
    let mut deaths = Vec::new();
    for (number, layer) in layers.iter().enumerate() {
        let hidden = |path: &[u8]| layer.entries.iter().any(|entry| hides(&entry.path, path));
        let kept =
            now.iter().filter(|(path, _)| !hidden(path)).map(|(path, slot)| (path.clone(), slot.clone())).collect();
        deaths.extend(died(layers, number, &now, &kept, None));
        now = kept;
        for (index, entry) in layer.entries.iter().enumerate().filter(|(_, entry)| !is_whiteout(&entry.path)) {
            let is_directory = entry.kind == Kind::Directory;
            let mut inode = EntryId { layer: number, index };
            if let Kind::Hardlink(target) = &entry.kind
                && let Some(slot) = now.get(&**target).filter(|slot| !slot.is_directory)
            {
                inode = slot.inode;
            }
            let mut next = now.clone();
            next.retain(|path, slot| {
                let in_the_way = is_below(&entry.path, path) && !slot.is_directory;
                let buried = is_below(path, &entry.path) && !is_directory;
                !in_the_way && !buried
            });
            next.insert(entry.path.to_vec(), Slot { inode, is_directory });
            deaths.extend(died(layers, number, &now, &next, Some(entry)));
            now = next;
        }
    }
    (now, deaths)
}

/// The files of one state that have no name in the next, each with the names that it had.
fn died(
    layers: &[Layer],
    layer: usize,
    before: &BTreeMap<Vec<u8>, Slot>,
    after: &BTreeMap<Vec<u8>, Slot>,
    at: Option<&Entry>,
) -> Vec<Vec<Death>> {
    let content = |slot: &Slot| &layers[slot.inode.layer].entries[slot.inode.index];
    let mut files: BTreeMap<EntryId, Vec<Death>> = BTreeMap::new();
    for (path, slot) in before {
        let old = content(slot);
        if after.values().any(|other| other.inode == slot.inode) || old.kind != Kind::File || old.size == 0 {
            continue;
        }
        let how = match (at, after.get(path).map(content)) {
            (Some(_), Some(new)) if new.content_hash == old.content_hash && new.size == old.size => How::MetadataOnly,
            (Some(_), Some(_)) => How::Overwritten,
            // A folder in the place of the file, for what is put below it.
            (Some(at), None) if is_below(&at.path, path) => How::Overwritten,
            _ => How::Deleted,
        };
        files.entry(slot.inode).or_default().push((old.size, path.clone(), slot.inode.layer, layer, how));
    }
    files.into_values().collect()
}

fn an_entry(path: &str, kind: Kind, size: u64, content: u128) -> Entry {
    let is_file = kind == Kind::File;
    Entry {
        path: Arc::from(path.as_bytes()),
        kind,
        mode: 0o644,
        uid: 0,
        gid: 0,
        size: if is_file { size } else { 0 },
        mtime: 0,
        content_hash: is_file.then_some(content),
        body: None,
        has_capabilities: false,
    }
}

fn file(path: &str, size: u64) -> Entry {
    an_entry(path, Kind::File, size, u128::from(size))
}

fn layer(entries: Vec<Entry>) -> Layer {
    Layer { entries: Arc::new(entries), ..Layer::default() }
}

/// Paths of few names, so that they meet.
fn path() -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(vec!["a", "b", "c"]), 1..4).prop_map(|names| names.join("/"))
}

fn entry() -> impl Strategy<Value = Entry> {
    let sizes = (1_u64..4).prop_map(|size| 1 << (size * 4));
    prop_oneof![
        5 => (path(), sizes, 0_u128..2).prop_map(|(path, size, content)| an_entry(&path, Kind::File, size, content)),
        2 => path().prop_map(|path| an_entry(&path, Kind::Directory, 0, 0)),
        1 => path().prop_map(|path| an_entry(&path, Kind::Symlink(Arc::from(&b"a"[..])), 0, 0)),
        2 => (path(), path()).prop_map(|(path, target)| {
            an_entry(&path, Kind::Hardlink(Arc::from(target.as_bytes())), 0, 0)
        }),
        2 => path().prop_map(|path| {
            let (folder, name) = name_of(path.as_bytes());
            let (folder, name) = (String::from_utf8_lossy(folder), String::from_utf8_lossy(name));
            let slash = if folder.is_empty() { "" } else { "/" };
            an_entry(&format!("{folder}{slash}.wh.{name}"), Kind::File, 0, 0)
        }),
        1 => path().prop_map(|path| an_entry(&format!("{path}/.wh..wh..opq"), Kind::File, 0, 0)),
    ]
}

fn layers() -> impl Strategy<Value = Vec<Layer>> {
    proptest::collection::vec(proptest::collection::vec(entry(), 0..10).prop_map(layer), 0..6)
}

/// The files that died, by the replay.
fn quickly(files: &FileSystem<'_>) -> Vec<Death> {
    let deaths = files.dead().iter();
    deaths.map(|dead| (dead.bytes, dead.path.to_vec(), dead.added_by, dead.killed_by, dead.how)).collect()
}

/// Bytes by the layer that adds and the one that hides.
fn sums<'a>(deaths: impl Iterator<Item = &'a Death>) -> BTreeMap<(usize, usize), u64> {
    let mut sums = BTreeMap::new();
    for (bytes, _, added, killed, _) in deaths {
        *sums.entry((*added, *killed)).or_default() += bytes;
    }
    sums
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn replay_is_as_the_slow_one(layers in layers()) {
        let (now, slow) = slowly(&layers);
        let files = replay(&layers);
        let quick = quickly(&files);
        prop_assert_eq!(quick.len(), slow.len());
        prop_assert_eq!(sums(quick.iter()), sums(slow.iter().map(|names| &names[0])));
        for names in &slow {
            // Which of several names is the last is the replay's choice, and so is what is said of it.
            prop_assert!(names.iter().any(|death| quick.contains(death)) || names.len() > 1, "{names:?}");
        }
        let seen: BTreeSet<&[u8]> = files.visible().map(|file| &*file.entry.path).collect();
        let wanted: BTreeSet<&[u8]> = now.keys().map(Vec::as_slice).collect();
        prop_assert_eq!(seen, wanted);
        for (path, slot) in &now {
            let wanted = &layers[slot.inode.layer].entries[slot.inode.index];
            prop_assert!(std::ptr::eq(files.get(path).unwrap().content, wanted), "{path:?}");
        }
    }

    #[test]
    fn every_byte_is_alive_or_dead(layers in layers()) {
        let files = replay(&layers);
        let seen = files.visible().filter(lotse::image::files::File::is_regular);
        let alive: BTreeMap<*const Entry, u64> = seen.map(|file| (&raw const *file.content, file.content.size)).collect();
        let dead: u64 = files.dead().iter().map(|dead| dead.bytes).sum();
        prop_assert_eq!(alive.values().sum::<u64>() + dead, files.bytes());
        prop_assert_eq!(dead, files.sums().iter().map(|sums| sums.dead).sum::<u64>());
    }
}

#[track_caller]
fn dead(layers: &[Vec<Entry>]) -> Vec<(u64, String, usize, usize, How)> {
    let layers: Vec<Layer> = layers.iter().cloned().map(layer).collect();
    let files = replay(&layers);
    let deaths = files.dead().iter();
    deaths
        .map(|dead| {
            (dead.bytes, String::from_utf8_lossy(&dead.path).into_owned(), dead.added_by, dead.killed_by, dead.how)
        })
        .collect()
}

#[test]
fn a_folder_that_is_removed_is_dead_with_all_in_it() {
    for gone in [".wh.d", "d/.wh..wh..opq"] {
        let found = dead(&[vec![file("d/one", 10), file("d/e/two", 5), file("kept", 1)], vec![file(gone, 0)]]);
        let wanted = [(10, "d/one", 0, 1, How::Deleted), (5, "d/e/two", 0, 1, How::Deleted)];
        let mut found: Vec<_> =
            found.iter().map(|(bytes, path, a, b, how)| (*bytes, path.as_str(), *a, *b, *how)).collect();
        found.sort_by_key(|dead| std::cmp::Reverse(dead.0));
        assert_eq!(found, wanted, "{gone}");
    }
}

#[test]
fn a_file_dies_with_its_last_name() {
    let link = |path: &str, target: &str| an_entry(path, Kind::Hardlink(Arc::from(target.as_bytes())), 0, 0);
    assert_eq!(dead(&[vec![file("a", 9), link("b", "a")], vec![file(".wh.a", 0)]]), []);
    let both = dead(&[vec![file("a", 9), link("b", "a")], vec![file(".wh.a", 0)], vec![file(".wh.b", 0)]]);
    assert_eq!(both, [(9, "b".to_owned(), 0, 2, How::Deleted)]);
    assert_eq!(dead(&[vec![file("a", 9)], vec![link("a", "a")]]), [], "a name of itself changes nothing");
}

#[test]
fn a_whiteout_is_about_the_layers_below() {
    assert_eq!(dead(&[vec![file("a", 9), file(".wh.a", 0)]]), []);
    let twice = dead(&[vec![file("d/a", 9)], vec![file("d/a", 4), file("d/.wh..wh..opq", 0), file("d/.wh.a", 0)]]);
    assert_eq!(twice, [(9, "d/a".to_owned(), 0, 1, How::Deleted)], "the order in the archive does not count");
    for nothing in [".wh.", ".wh..", ".wh...", ".wh..wh.plnk", ".wh..wh.aufs", ".wh..wh.plnk/7.a"] {
        assert_eq!(dead(&[vec![file("a", 9)], vec![file(nothing, 0)]]), [], "{nothing}");
    }
}

#[test]
fn a_copy_with_another_mode_is_no_other_content() {
    let same = Entry { mode: 0o755, ..file("a", 9) };
    let unread = Entry { content_hash: None, ..same.clone() };
    assert_eq!(dead(&[vec![file("a", 9)], vec![same]]), [(9, "a".to_owned(), 0, 1, How::MetadataOnly)]);
    assert_eq!(dead(&[vec![file("a", 9)], vec![unread]]), [(9, "a".to_owned(), 0, 1, How::Overwritten)]);
    assert_eq!(dead(&[vec![file("a", 9)], vec![file("a", 8)]]), [(9, "a".to_owned(), 0, 1, How::Overwritten)]);
}

#[test]
fn links_are_followed_inside_the_image() {
    let link = |path: &str, target: &str| an_entry(path, Kind::Symlink(Arc::from(target.as_bytes())), 0, 0);
    let layers = [layer(vec![
        file("usr/bin/dash", 1),
        link("usr/bin/sh", "dash"),
        link("bin", "usr/bin"),
        link("up", "../../../usr/./bin/../bin/sh"),
        link("abs", "/bin/sh"),
        link("loop", "loop"),
        link("gone", "/nowhere"),
    ])];
    let files = replay(&layers);
    for path in ["bin/sh", "/bin/sh", "up", "abs", "usr/bin/sh", "bin/../bin/dash"] {
        assert_eq!(files.resolve(path).map(|file| shown(&file.entry.path)), Some("usr/bin/dash".to_owned()), "{path}");
    }
    for path in ["loop", "gone", "bin/zsh", "usr/bin/dash/x"] {
        assert!(files.resolve(path).is_none() && !files.exists(path), "{path}");
    }
    assert!(files.exists("usr") && files.get("usr").is_none(), "a folder without an entry of its own");
    let names: Vec<String> = files.children("bin").map(|(name, _)| shown(name)).collect();
    assert_eq!(names, ["dash", "sh"]);
}

fn shown(path: &[u8]) -> String {
    lotse::image::shown(path)
}

#[test]
fn many_whiteouts_take_no_time() {
    let files = (0..20_000).map(|number| file(&format!("srv/{}/{number}", number % 100), 100)).collect();
    let gone = (0..3_000).map(|number| file(&format!("srv/{}/.wh.{number}", number % 100), 0)).collect();
    let layers = [layer(files), layer(gone)];
    let start = Instant::now();
    let files = replay(&layers);
    let taken = start.elapsed();
    assert_eq!(files.dead().len(), 3_000);
    assert_eq!(files.visible().count(), 17_000);
    assert!(taken < Duration::from_secs(1), "{taken:?}");
}
