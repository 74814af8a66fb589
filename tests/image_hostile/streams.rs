//! Compressed layers: what they unpack to, and what is broken in them.

use super::*;

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
