//! The picture of an image: its layers as a bar and a table, and its final file system as a treemap, coloured by layer.

use std::io::{self, Write};

use super::treemap::{Rectangle, rectangles};
use super::{Prose, Text};
use crate::lint::{Folder, LayerPicture, Picture};
use crate::report::count;
use crate::report::layers::{base_line, size};
use crate::report::text::{clipped, escaped};

/// Letters of an instruction that are shown.
const INSTRUCTION: usize = 300;
/// The treemap's own measures: twice as wide as high.
const MAP: Rectangle = Rectangle { left: 0.0, top: 0.0, width: 200.0, height: 100.0 };
/// A rectangle of these measures, in parts of the map, has room for its name.
const LABELLED: (f64, f64) = (9.0, 5.0);
/// The part of the map's height that a folder's name takes.
const LABEL: f64 = 4.0;

pub(super) fn write(picture: &Picture, out: &mut impl Write) -> io::Result<()> {
    let name = escaped(&picture.name);
    writeln!(out, "<section class=\"image\">\n<h2>{} <small>{}</small></h2>", Text(&name), about(picture))?;
    for note in &picture.notes {
        writeln!(out, "<p class=\"note\">{}</p>", Text(note))?;
    }
    write_bar(picture, out)?;
    write_table(picture, out)?;
    if picture.root.bytes > 0 {
        writeln!(out, "<h3>What a container sees <small>{}</small></h3>", size(picture.root.bytes))?;
        writeln!(out, "<div class=\"map\">")?;
        write_folder(picture, &picture.root, "", MAP, out)?;
        writeln!(out, "</div>")?;
    }
    if let Some(line) = base_line(picture) {
        writeln!(out, "<p class=\"note\">{}</p>", Prose(&line))?;
    }
    writeln!(out, "</section>")
}

fn about(picture: &Picture) -> String {
    let layers = count(picture.layers.len(), "layer");
    let about = format!("{layers}, {}, of which {} dead", size(picture.bytes()), size(picture.dead()));
    let platform = escaped(&picture.platform);
    if platform.is_empty() { about } else { format!("{}, {about}", Text(&platform)) }
}

/// The layers side by side, each as wide as it is large; what no container sees is hatched.
fn write_bar(picture: &Picture, out: &mut impl Write) -> io::Result<()> {
    let whole = picture.bytes();
    writeln!(out, "<div class=\"layers\" role=\"img\" aria-label=\"The layers by their size\">")?;
    for (number, layer) in picture.layers.iter().enumerate().filter(|(_, layer)| layer.sums.bytes > 0) {
        let sums = layer.sums;
        writeln!(
            out,
            "<div class=\"{}\" style=\"{}flex-grow:{}\" title=\"layer {}: {}, {} dead\"><i style=\"width:{}%\"></i></div>",
            class(layer),
            hue(number),
            thousandths(sums.bytes, whole).max(1),
            number + 1,
            size(sums.bytes),
            size(sums.dead),
            tenths(thousandths(sums.dead, sums.bytes))
        )?;
    }
    writeln!(out, "</div>")
}

fn write_table(picture: &Picture, out: &mut impl Write) -> io::Result<()> {
    writeln!(
        out,
        "<table>\n<thead><tr><th>Layer</th><th>Size</th><th>Dead</th><th>Instruction</th></tr></thead>\n<tbody>"
    )?;
    for (number, layer) in picture.layers.iter().enumerate() {
        let instruction = layer.instruction.as_deref().unwrap_or("(not known)");
        let instruction = clipped(instruction, INSTRUCTION);
        let line = layer.line.map_or(String::new(), |line| format!("<small>line {line}</small> "));
        writeln!(
            out,
            "<tr class=\"{}\" style=\"{}\"><td><i></i>{}</td><td>{}</td><td>{}</td><td>{line}<code>{}</code></td></tr>",
            class(layer),
            hue(number),
            number + 1,
            size(layer.sums.bytes),
            size(layer.sums.dead),
            Text(&instruction)
        )?;
    }
    writeln!(out, "</tbody>\n</table>")
}

/// A folder or a file, and in it what it holds; `room` is in the measures of [`MAP`].
fn write_folder(
    picture: &Picture,
    folder: &Folder,
    path: &str,
    room: Rectangle,
    out: &mut impl Write,
) -> io::Result<()> {
    let is_labelled = room.width > LABELLED.0 && room.height > LABELLED.1 && !folder.name.is_empty();
    let class = picture.layers.get(folder.layer).map_or("own", class);
    writeln!(
        out,
        "<div class=\"cell {class}\" style=\"{}left:{:.2}%;top:{:.2}%;width:{:.2}%;height:{:.2}%\" title=\"/{}: {}, layer {}\">",
        hue(folder.layer),
        room.left * 100.0 / MAP.width,
        room.top,
        room.width * 100.0 / MAP.width,
        room.height,
        Text(&escaped(path)),
        size(folder.bytes),
        folder.layer + 1
    )?;
    if is_labelled {
        write!(out, "<span>{}</span>", Text(&escaped(&folder.name)))?;
    }
    writeln!(out, "</div>")?;
    let top = if is_labelled { LABEL } else { 0.0 };
    let inner = Rectangle { top: room.top + top, height: room.height - top, ..room };
    let sizes: Vec<u64> = folder.children.iter().map(|child| child.bytes).collect();
    for (child, room) in folder.children.iter().zip(rectangles(&sizes, folder.bytes, inner)) {
        let path = if path.is_empty() { child.name.clone() } else { format!("{path}/{}", child.name) };
        write_folder(picture, child, &path, room, out)?;
    }
    Ok(())
}

fn class(layer: &LayerPicture) -> &'static str {
    if layer.is_base { "base" } else { "own" }
}

/// The colour of a layer: each is far from the one before.
fn hue(layer: usize) -> String {
    format!("--hue:{};", layer * 137 % 360)
}

fn thousandths(part: u64, whole: u64) -> u64 {
    u64::try_from(u128::from(part) * 1000 / u128::from(whole.max(1))).unwrap_or(1000)
}

/// `12.3`, of thousandths.
fn tenths(thousandths: u64) -> String {
    format!("{}.{}", thousandths / 10, thousandths % 10)
}
