//! Where rectangles go whose areas are sizes: rows along the shorter side, each as full as keeps its rectangles near to squares
//! (Bruls, Huizing, van Wijk: Squarified Treemaps, 2000).

/// A rectangle, in parts of the whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rectangle {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// The rectangles of `sizes`, the largest first, which fill `room` if they add up to `whole`; what is missing stays empty.
pub(super) fn rectangles(sizes: &[u64], whole: u64, room: Rectangle) -> Vec<Rectangle> {
    let scale = if whole == 0 { 0.0 } else { room.width * room.height / float(whole) };
    let areas: Vec<f64> = sizes.iter().map(|size| float(*size) * scale).collect();
    let mut placed = Vec::with_capacity(areas.len());
    let mut room = room;
    let mut rest = areas.as_slice();
    while !rest.is_empty() {
        let side = room.width.min(room.height);
        let mut row = 1;
        while row < rest.len() && worst(&rest[..=row], side) <= worst(&rest[..row], side) {
            row += 1;
        }
        room = place(&rest[..row], room, &mut placed);
        rest = &rest[row..];
    }
    placed
}

/// How far the worst rectangle of a row is from a square; 1 is a square.
fn worst(row: &[f64], side: f64) -> f64 {
    let sum: f64 = row.iter().sum();
    let (least, most) = row.iter().fold((f64::MAX, 0.0_f64), |(least, most), area| (least.min(*area), most.max(*area)));
    let (side, sum) = (side * side, sum * sum);
    (side * most / sum).max(sum / (side * least))
}

/// Places a row along the shorter side of the room; gives the room that is left.
fn place(row: &[f64], room: Rectangle, placed: &mut Vec<Rectangle>) -> Rectangle {
    let sum: f64 = row.iter().sum();
    let is_wide = room.width >= room.height;
    let side = if is_wide { room.height } else { room.width };
    let depth = if side > 0.0 { sum / side } else { 0.0 };
    let mut at = 0.0;
    for area in row {
        let length = if depth > 0.0 { area / depth } else { 0.0 };
        placed.push(if is_wide {
            Rectangle { left: room.left, top: room.top + at, width: depth, height: length }
        } else {
            Rectangle { left: room.left + at, top: room.top, width: length, height: depth }
        });
        at += length;
    }
    if is_wide {
        Rectangle { left: room.left + depth, width: (room.width - depth).max(0.0), ..room }
    } else {
        Rectangle { top: room.top + depth, height: (room.height - depth).max(0.0), ..room }
    }
}

#[expect(clippy::cast_precision_loss, reason = "sizes become parts of a screen")]
fn float(size: u64) -> f64 {
    size as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ROOM: Rectangle = Rectangle { left: 0.0, top: 0.0, width: 200.0, height: 100.0 };

    proptest! {
        #[test]
        fn areas_are_sizes_and_nothing_overlaps(mut sizes in prop::collection::vec(1_u64..1_000_000_000, 1..40)) {
            sizes.sort_unstable_by(|a, b| b.cmp(a));
            let whole = sizes.iter().sum();
            let placed = rectangles(&sizes, whole, ROOM);
            prop_assert_eq!(placed.len(), sizes.len());
            for (number, (one, size)) in placed.iter().zip(&sizes).enumerate() {
                let share = one.width * one.height / (ROOM.width * ROOM.height);
                prop_assert!((share - float(*size) / float(whole)).abs() < 1e-6);
                prop_assert!(one.left > -1e-6 && one.left + one.width < ROOM.width + 1e-6);
                prop_assert!(one.top > -1e-6 && one.top + one.height < ROOM.height + 1e-6);
                for other in &placed[number + 1..] {
                    let wide = (one.left + one.width).min(other.left + other.width) - one.left.max(other.left);
                    let high = (one.top + one.height).min(other.top + other.height) - one.top.max(other.top);
                    prop_assert!(wide < 1e-6 || high < 1e-6);
                }
            }
        }
    }

    #[test]
    fn nothing_takes_no_room() {
        assert!(rectangles(&[], 0, ROOM).is_empty());
        assert_eq!(rectangles(&[100], 100, ROOM), [ROOM]);
    }
}
