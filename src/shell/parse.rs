//! From text to script: the grammar, then the walk.

use super::walk::{Place, Walker};
use super::{Dialect, Script, Switched, grammar};
use crate::source::Span;

/// The largest text that is read, in bytes. The longest real RUN has some 20 KB.
const MAX_TEXT: usize = 1 << 20;

/// Reads a text.
pub(super) fn script(text: &str, base: u32, dialect: Dialect) -> Script {
    let mut script = Script::default();
    let switched = Switched::default();
    let heredocs = Vec::new();
    walk(&mut Walker { text, base, dialect, script: &mut script, depth: 0, switched, heredocs }, &Place::default());
    script.comments.sort_unstable();
    script.finish();
    script
}

/// Reads a text that may lie inside another.
pub(super) fn walk(walker: &mut Walker<'_>, place: &Place) {
    if walker.text.len() > MAX_TEXT {
        let first = walker.text.lines().next().map_or(0, str::len);
        let span = Span::default().part(0..first).moved(walker.base);
        walker.broken(span, "the shell text is too long to be read");
        return;
    }
    let tree = grammar::parse(walker.text, walker.base, walker.dialect);
    walker.file(tree, place);
}
