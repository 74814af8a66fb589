//! Edits as an editor makes them, and the layout of a document.

use std::time::Duration;

use lsp_server::ErrorCode;
use lsp_types::{DocumentFormattingParams, TextEdit};
use serde_json::{Value, json};
use similar::{DiffTag, TextDiff};

use super::documents::Document;
use super::position::Encoding;
use super::session::Fault;
use crate::diagnostic::Edit;
use crate::format::{Formatted, Indent, Style, format};
use crate::project::layout;
use crate::source::{Source, Span};

/// How long the smallest difference of two texts is looked for.
const PATIENCE: Duration = Duration::from_millis(50);

/// Edits of a document, with its line ends.
pub(super) fn text_edits(document: &Document, edits: &[Edit], encoding: Encoding) -> Vec<TextEdit> {
    let newline = document.newline();
    let edits = edits.iter().map(|edit| {
        let mut text = edit.replacement.clone();
        if newline != "\n" {
            text = text.replace("\r\n", "\n").replace('\n', newline);
        }
        TextEdit::new(encoding.range(&document.source, edit.span), text)
    });
    edits.collect()
}

/// Edits of a document for the client to make.
pub(super) fn workspace_edit(document: &Document, edits: &[TextEdit]) -> Value {
    json!({ "changes": { (document.uri.as_str()): edits } })
}

/// The edits that make one text of another: lines that differ, so that an editor keeps its places in the others.
pub(super) fn between(old: &Source, new: &Source, encoding: Encoding) -> Vec<TextEdit> {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old.text(), new.text());
    let lines = |source: &Source, range: std::ops::Range<usize>| {
        let start = |line: usize| source.lines().span(u32::try_from(line + 1).unwrap_or(u32::MAX)).start;
        Span::new(start(range.start), start(range.end))
    };
    let changed = diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal);
    let edits = changed.map(|op| {
        let text = new.slice(lines(new, op.new_range()));
        TextEdit::new(encoding.range(old, lines(old, op.old_range())), text.to_owned())
    });
    edits.collect()
}

/// The edits that lay a document out.
pub(super) fn formatting(
    document: &Document,
    encoding: Encoding,
    params: &DocumentFormattingParams,
) -> Result<Option<Vec<TextEdit>>, Fault> {
    let source = &document.source;
    let mut style = document.path.as_deref().map_or_else(|| Ok(Style::default()), layout).map_err(failed)?;
    if style.indent.is_none() && !is_indented(source.text()) {
        let width = usize::try_from(params.options.tab_size).unwrap_or(4);
        let indent = if params.options.insert_spaces { Indent::Blanks(width) } else { Indent::Tab };
        style.indent = Some(indent).filter(|indent| !matches!(indent, Indent::Blanks(0 | 17..)));
    }
    match format(source, &style) {
        Formatted::Unchanged => Ok(Some(Vec::new())),
        Formatted::Changed(after) => Ok(Some(between(source, &after, encoding))),
        // Who writes has syntax errors, and asks for the layout at each save: silence is right.
        Formatted::Template | Formatted::Broken(_) => Ok(None),
        Formatted::Mistake => Err(failed("the layout would mean something else: a mistake of lotse; please report it")),
    }
}

/// Whether a text has indented lines, which say how it is indented.
fn is_indented(text: &str) -> bool {
    text.lines().any(|line| line.starts_with([' ', '\t']) && !line.trim().is_empty())
}

fn failed(message: impl Into<String>) -> Fault {
    Fault::new(ErrorCode::RequestFailed, message)
}
