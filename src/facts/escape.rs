//! What a file would mean under another escape character.

use crate::dockerfile::{self, Dockerfile};
use crate::source::Source;

/// Whether the builder sees the same instructions in a file once a directive counts: another escape character may not continue
/// the lines that are continued now.
pub fn reads_the_same(source: &Source, dockerfile: &Dockerfile, directive: &str, value: &str) -> bool {
    if directive != "escape" {
        return true;
    }
    let text = source.text().trim_start_matches('\u{feff}');
    let moved = dockerfile::parse(&Source::new("", format!("# escape={value}\n{text}")));
    let lengths = |of: &Dockerfile| -> Vec<u32> {
        of.instructions.iter().map(|instruction| instruction.span.end - instruction.span.start).collect()
    };
    moved.errors.len() <= dockerfile.errors.len() && lengths(&moved) == lengths(dockerfile)
}
