//! The layers of an image as a table, for people.

use std::io::{self, Write};

use super::count;
use super::text::{clipped, escaped};
use crate::diagnostic::Severity;
use crate::lint::{LayerPicture, Picture};

/// Columns of an instruction that are shown.
const INSTRUCTION: usize = 72;

/// Writes the table, and a line about the base image.
pub(super) fn write(picture: &Picture, out: &mut dyn Write) -> io::Result<()> {
    let platform = if picture.platform.is_empty() { String::new() } else { format!(" ({})", picture.platform) };
    let (total, dead) = (size(picture.bytes()), size(picture.dead()));
    let layers = count(picture.layers.len(), "layer");
    writeln!(out, "{}{}: {layers}, {total}, of which {dead} dead\n", escaped(&picture.name), escaped(&platform))?;
    if let Some(chain) = &picture.chain {
        writeln!(out, "version files: {}\n", escaped(chain))?;
    }
    writeln!(out, "{:>5} {:>9} {:>9}  instruction", "layer", "size", "dead")?;
    let of_base = picture.layers.iter().take_while(|layer| layer.is_base).count();
    if of_base > 0 {
        let sum = |of: fn(&LayerPicture) -> u64| size(picture.layers[..of_base].iter().map(of).sum());
        let numbers = if of_base == 1 { "1".to_owned() } else { format!("1-{of_base}") };
        let (bytes, dead) = (sum(|layer| layer.sums.bytes), sum(|layer| layer.sums.dead));
        writeln!(out, "{numbers:>5} {bytes:>9} {dead:>9}  the base image")?;
    }
    for (number, layer) in picture.layers.iter().enumerate().skip(of_base) {
        let (bytes, dead) = (size(layer.sums.bytes), size(layer.sums.dead));
        let line = layer.line.map_or(String::new(), |line| format!("{line}: "));
        let instruction = layer.instruction.as_deref().unwrap_or("(not known)");
        let instruction = clipped(instruction, INSTRUCTION);
        writeln!(out, "{:>5} {bytes:>9} {dead:>9}  {line}{instruction}", number + 1)?;
    }
    writeln!(out)?;
    for note in &picture.notes {
        writeln!(out, "Note: {note}\n")?;
    }
    Ok(())
}

/// One line for all that was found in the base image; none where nothing was.
pub(super) fn base_line(picture: &Picture) -> Option<String> {
    let found = picture.in_base.len();
    let number = |severity| picture.in_base.iter().filter(|found| found.severity == severity).count();
    let parts = [Severity::Error, Severity::Warning, Severity::Info, Severity::Style].map(|of| (number(of), of.name()));
    let parts: Vec<String> =
        parts.iter().filter(|(number, _)| *number > 0).map(|(number, name)| format!("{number} {name}")).collect();
    (found > 0).then(|| {
        let parts = parts.join(", ");
        format!("{} more in the base image ({parts}); --with-base shows them", count(found, "finding"))
    })
}

/// Bytes in few columns: `17.3 MB`.
pub(super) fn size(bytes: u64) -> String {
    let tenth = |unit: u64| (bytes / unit, bytes % unit * 10 / unit);
    let (number, tenth, unit) = match bytes {
        0 => return "0".to_owned(),
        1..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (tenth(1_000).0, tenth(1_000).1, "kB"),
        1_000_000..1_000_000_000 => (tenth(1_000_000).0, tenth(1_000_000).1, "MB"),
        _ => (tenth(1_000_000_000).0, tenth(1_000_000_000).1, "GB"),
    };
    format!("{number}.{tenth} {unit}")
}
