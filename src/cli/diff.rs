//! Changes of a file as a unified diff.

use std::fmt::Write as _;
use std::io::{self, IsTerminal};
use std::path::Path;

use similar::TextDiff;

use crate::report::escaped;
use crate::source::Source;

/// Adds the changes of a file, a new one where nothing was before: byte by byte for `patch`, but nothing that moves the cursor on
/// a terminal.
pub(super) fn add(path: &Path, before: Option<&Source>, after: &Source, color: bool, out: &mut String) {
    let terminal = io::stdout().is_terminal();
    let old = before.map_or("", Source::text);
    let name = path.display().to_string();
    let from = if before.is_some() { &name } else { "/dev/null" };
    let diff = TextDiff::from_lines(old, after.text());
    let text = diff.unified_diff().header(from, &name).to_string();
    for line in text.split_inclusive('\n') {
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = if terminal { escaped(line) } else { line.into() };
        let _ = writeln!(out, "{}", painted(&line, color));
    }
}

/// A line of a diff in the colours that `git diff` has.
fn painted(line: &str, color: bool) -> String {
    let code = match line.as_bytes() {
        _ if !color => return line.to_owned(),
        [b'-', b'-', b'-', ..] | [b'+', b'+', b'+', ..] => "1",
        [b'@', b'@', ..] => "36",
        [b'-', ..] => "31",
        [b'+', ..] => "32",
        _ => return line.to_owned(),
    };
    format!("\u{1b}[{code}m{line}\u{1b}[0m")
}
