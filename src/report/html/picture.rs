//! The picture of an image: its layers as a bar with their dead bytes marked, and its final file system as a map coloured by layer.

use std::io::{self, Write};

use super::Text;
use super::treemap::{Area, squares};
use crate::lint::{Folder, LayerPicture, Picture};
use crate::report::layers::{base_line, size};
use crate::report::text::{clipped, escaped};

/// Columns of the map, in its own units.
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 420.0;
/// A field with a name is at least so wide and high.
const NAMED: (f64, f64) = (60.0, 16.0);
/// Units that a letter takes.
const LETTER: f64 = 6.5;
/// Characters of an instruction that are shown.
const INSTRUCTION: usize = 120;

pub(super) fn write(picture: &Picture, out: &mut impl Write) -> io::Result<()> {
    let (total, dead) = (size(picture.bytes()), size(picture.dead()));
    let name = escaped(&picture.name);
    let platform = escaped(&picture.platform);
    writeln!(
        out,
        "<section class=\"image\">\n<h2>{} <small>{}</small></h2>\n<p>{total} in all layers, of which no container sees {dead}.</p>",
        Text(&name),
        Text(&platform)
    )?;
    write_bar(picture, out)?;
    write_table(picture, out)?;
    write_map(picture, out)?;
    for line in picture.note.map(str::to_owned).into_iter().chain(base_line(picture)) {
        writeln!(out, "<p class=\"note\">{}</p>", Text(&line))?;
    }
    writeln!(out, "</section>")
}

/// One field for each layer, as wide as it has bytes, the dead ones hatched.
fn write_bar(picture: &Picture, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<div class=\"layers\" role=\"img\" aria-label=\"Layers by size\">")?;
    for (number, layer) in picture.layers.iter().enumerate().filter(|(_, layer)| layer.sums.bytes > 0) {
        writeln!(
            out,
            "<span style=\"flex-grow:{};background:{}\" title=\"{}\"><i style=\"width:{}%\"></i></span>",
            layer.sums.bytes,
            color(picture, number),
            Text(&about(layer, number)),
            layer.sums.dead.saturating_mul(100).checked_div(layer.sums.bytes).unwrap_or(0)
        )?;
    }
    writeln!(out, "</div>")
}

fn about(layer: &LayerPicture, number: usize) -> String {
    let (bytes, dead) = (size(layer.sums.bytes), size(layer.sums.dead));
    format!("layer {}: {bytes}, {dead} dead: {}", number + 1, instruction(layer))
}

fn instruction(layer: &LayerPicture) -> String {
    let text = layer.instruction.as_deref().unwrap_or("(not known)");
    clipped(&text.split_whitespace().collect::<Vec<_>>().join(" "), INSTRUCTION)
}

fn write_table(picture: &Picture, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "<table>\n<tr><th></th><th>layer</th><th>size</th><th>dead</th><th>instruction</th></tr>")?;
    for (number, layer) in picture.layers.iter().enumerate() {
        let line = layer.line.map_or(String::new(), |line| format!("<small>{line}</small> "));
        let base = if layer.is_base { " class=\"base\"" } else { "" };
        writeln!(
            out,
            "<tr{base}><td><i style=\"background:{}\"></i></td><td>{}</td><td>{}</td><td>{}</td><td>{line}<code>{}</code></td></tr>",
            color(picture, number),
            number + 1,
            size(layer.sums.bytes),
            size(layer.sums.dead),
            Text(&instruction(layer))
        )?;
    }
    writeln!(out, "</table>")
}

/// Layers of the base image are grey, the others have colours far apart.
fn color(picture: &Picture, layer: usize) -> String {
    let is_base = picture.layers.get(layer).is_some_and(|layer| layer.is_base);
    if is_base { "hsl(220 8% 60%)".to_owned() } else { format!("hsl({} 55% 55%)", (layer * 137) % 360) }
}

fn write_map(picture: &Picture, out: &mut impl Write) -> io::Result<()> {
    if picture.root.bytes == 0 {
        return Ok(());
    }
    writeln!(
        out,
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"The final file system by size, coloured by layer\">"
    )?;
    let area = Area { x: 0.0, y: 0.0, width: WIDTH, height: HEIGHT };
    write_folder(picture, &picture.root, "", area, out)?;
    writeln!(out, "</svg>")
}

/// What lies in a folder, each part in its field.
fn write_folder(picture: &Picture, folder: &Folder, path: &str, area: Area, out: &mut impl Write) -> io::Result<()> {
    let sizes: Vec<u64> = folder.children.iter().map(|child| child.bytes).collect();
    for (child, area) in folder.children.iter().zip(squares(&sizes, folder.bytes, area)) {
        let path = format!("{path}/{}", child.name);
        let shown = escaped(&path);
        writeln!(
            out,
            "<g><title>{} ({}, layer {})</title><rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{}\"/>",
            Text(&shown),
            size(child.bytes),
            child.layer + 1,
            area.x,
            area.y,
            area.width,
            area.height,
            color(picture, child.layer)
        )?;
        let (wide, high) = NAMED;
        if area.width >= wide && area.height >= high {
            let name: String = child.name.chars().take(letters(area.width)).collect();
            writeln!(
                out,
                "<text x=\"{:.1}\" y=\"{:.1}\">{}</text>",
                area.x + 4.0,
                area.y + 12.0,
                Text(&escaped(&name))
            )?;
            if !child.children.is_empty() {
                write_folder(picture, child, &path, area.below_title(), out)?;
            }
        }
        writeln!(out, "</g>")?;
    }
    Ok(())
}

/// How many letters a field of this width has room for.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a width is small and positive")]
fn letters(width: f64) -> usize {
    (width / LETTER) as usize
}
