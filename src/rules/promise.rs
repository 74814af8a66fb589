//! What safe repairs promise: the image stays the same, and the text says the same but for what their rules are there to change.

use super::by_name;
use crate::meaning::{Freedom, difference};
use crate::source::Source;

/// What a Dockerfile says differently behind safe repairs of these rules, although none of them may change it.
pub fn unpromised<'r>(rules: impl IntoIterator<Item = &'r str>, before: &Source, after: &Source) -> Option<String> {
    let mut freedoms: Vec<Freedom> =
        rules.into_iter().filter_map(by_name).flat_map(|rule| rule.may_change).copied().collect();
    freedoms.sort_unstable();
    freedoms.dedup();
    difference(before, after, &freedoms)
}
