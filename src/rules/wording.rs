//! Words that the messages of several rules are made of.

use crate::facts::Package;

/// How many packages a message names.
const NAMED: usize = 3;

/// What the shell linter says of a construct that not every shell knows: it names the construct, and often the shell as well.
pub(super) fn portability(said: &str, shell: &str) -> String {
    let said = said.trim_end_matches('.');
    if ["POSIX", "sh`", "portable", " sh"].iter().any(|name| said.contains(name)) {
        return said.to_owned();
    }
    format!("{said}, and {shell} need not know it")
}

/// Bytes as people say them.
pub(crate) fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}

/// Some paths in a row.
pub(super) fn paths<'a>(paths: impl IntoIterator<Item = &'a str>) -> String {
    let paths: Vec<String> = paths.into_iter().take(5).map(|path| format!("`{path}`")).collect();
    paths.join(", ")
}

/// The names of packages: `a`, `b` and 4 more.
pub(super) fn names(packages: &[&Package]) -> String {
    let names: Vec<String> = packages.iter().take(NAMED).map(|package| format!("`{}`", package.name)).collect();
    let more = packages.len().saturating_sub(NAMED);
    if more == 0 { names.join(", ") } else { format!("{} and {more} more", names.join(", ")) }
}

/// Characters of an instruction that a message quotes.
const QUOTED: usize = 60;

/// The beginning of an instruction, as a message quotes it.
pub(super) fn clipped_line(line: &str) -> String {
    let short: String = line.lines().next().unwrap_or("").chars().take(QUOTED).collect();
    if short.len() < line.len() { format!("{}…", short.trim_end()) } else { short }
}

/// So many things: `1 file`, `3 files`.
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
