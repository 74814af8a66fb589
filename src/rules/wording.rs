//! Words that the messages of several rules are made of.

use crate::facts::Package;

/// How many packages a message names.
const NAMED: usize = 3;

/// The names of packages: `a`, `b` and 4 more.
pub(super) fn names(packages: &[&Package]) -> String {
    let names: Vec<String> = packages.iter().take(NAMED).map(|package| format!("`{}`", package.name)).collect();
    let more = packages.len().saturating_sub(NAMED);
    if more == 0 { names.join(", ") } else { format!("{} and {more} more", names.join(", ")) }
}
