//! Parts of a whole as rectangles that are as square as can be: the squarified treemap of Bruls, Huizing and van Wijk.

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Units that a title takes, and those that are free around what lies in a field.
const TITLE: f64 = 16.0;
const EDGE: f64 = 2.0;

impl Area {
    /// What is left of a field under its title.
    pub(super) fn below_title(self) -> Self {
        Self {
            x: self.x + EDGE,
            y: self.y + TITLE,
            width: (self.width - 2.0 * EDGE).max(0.0),
            height: (self.height - TITLE - EDGE).max(0.0),
        }
    }

    /// Cuts a strip off along the shorter side.
    fn cut(&mut self, part: f64) -> Self {
        let strip = if self.width >= self.height {
            Self { width: self.width * part, ..*self }
        } else {
            Self { height: self.height * part, ..*self }
        };
        if self.width >= self.height {
            self.x += strip.width;
            self.width -= strip.width;
        } else {
            self.y += strip.height;
            self.height -= strip.height;
        }
        strip
    }
}

/// A field for each size, the largest first; what the sizes lack of the whole stays empty.
#[allow(clippy::cast_precision_loss, reason = "a picture needs no more than 52 bits")]
pub(super) fn squares(sizes: &[u64], whole: u64, mut area: Area) -> Vec<Area> {
    let mut left = whole.max(sizes.iter().sum()).max(1) as f64;
    let mut fields = Vec::with_capacity(sizes.len());
    let mut rest = sizes;
    while !rest.is_empty() {
        let taken = strip_of(rest, left, area);
        let sum: f64 = rest[..taken].iter().map(|size| *size as f64).sum();
        let is_column = area.width >= area.height;
        let strip = area.cut((sum / left).min(1.0));
        let (mut x, mut y) = (strip.x, strip.y);
        for size in &rest[..taken] {
            let part = if sum > 0.0 { *size as f64 / sum } else { 0.0 };
            let field = if is_column {
                Area { x, y, width: strip.width, height: strip.height * part }
            } else {
                Area { x, y, width: strip.width * part, height: strip.height }
            };
            if is_column {
                y += field.height;
            } else {
                x += field.width;
            }
            fields.push(field);
        }
        left -= sum;
        rest = &rest[taken..];
    }
    fields
}

/// How many of the next sizes make the squarest strip.
#[allow(clippy::cast_precision_loss, reason = "a picture needs no more than 52 bits")]
fn strip_of(sizes: &[u64], left: f64, area: Area) -> usize {
    let side = area.width.min(area.height).max(f64::MIN_POSITIVE);
    let unit = area.width * area.height / left.max(1.0);
    let (mut sum, mut best, mut taken) = (0.0, f64::INFINITY, 0);
    let largest = sizes.first().map_or(0.0, |size| *size as f64 * unit);
    for size in sizes {
        let field = *size as f64 * unit;
        sum += field;
        let thick = sum / side;
        let worst =
            (thick * thick / field.max(f64::MIN_POSITIVE)).max(largest / (thick * thick).max(f64::MIN_POSITIVE));
        if worst > best {
            break;
        }
        best = worst;
        taken += 1;
    }
    taken.max(1)
}
