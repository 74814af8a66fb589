//! The texts that are open in the editor, as they are there: what lies on disk does not count for them.

use std::path::PathBuf;
use std::sync::Arc;

use lsp_types::{TextDocumentContentChangeEvent, TextDocumentItem, Uri};

use super::position::Encoding;
use super::uri;
use crate::diagnostic::Diagnostic;
use crate::discover;
use crate::source::Source;

/// The largest text that is looked at, in bytes: no Dockerfile comes near.
pub(super) const MAX_DOCUMENT: usize = 4 << 20;

/// An open Dockerfile.
#[derive(Debug)]
pub(super) struct Document {
    pub(super) uri: Uri,
    /// Its version, as the editor counts.
    pub(super) version: i32,
    /// Rises with each text that the document has, and never falls: tells what was found in this text from what was found in
    /// another.
    pub(super) generation: u64,
    /// Where it lies; `None` for one that was never saved.
    pub(super) path: Option<PathBuf>,
    /// Its text, empty where it is too large.
    pub(super) source: Arc<Source>,
    /// It is larger than [`MAX_DOCUMENT`], and nothing is known of it.
    pub(super) is_too_large: bool,
    /// What was found, and the generation that it was found in.
    pub(super) found: Option<(u64, Vec<Diagnostic>)>,
}

impl Document {
    /// A document that was opened, if it is a Dockerfile by what the editor says or by its name.
    pub(super) fn open(item: TextDocumentItem, generation: u64) -> Option<Self> {
        let path = uri::path(&item.uri);
        let name = path.as_ref().and_then(|path| path.file_name()).and_then(|name| name.to_str());
        let language = item.language_id.to_ascii_lowercase();
        let said = matches!(language.as_str(), "dockerfile" | "containerfile" | "docker");
        if !said && !name.is_some_and(discover::is_dockerfile) {
            return None;
        }
        let mut document = Self {
            uri: item.uri,
            version: item.version,
            generation,
            path,
            source: Arc::new(Source::new("", "")),
            is_too_large: false,
            found: None,
        };
        document.set(item.text);
        Some(document)
    }

    /// What was found in the text as it is now.
    pub(super) fn findings(&self) -> Option<&[Diagnostic]> {
        self.found.as_ref().filter(|(generation, _)| *generation == self.generation).map(|(_, found)| found.as_slice())
    }

    /// Makes the changes of an editor, in order.
    pub(super) fn change(
        &mut self,
        version: i32,
        changes: Vec<TextDocumentContentChangeEvent>,
        encoding: Encoding,
        generation: u64,
    ) {
        self.version = version;
        self.generation = generation;
        for change in changes {
            match change.range {
                None => self.set(change.text),
                // Of a text that was dropped, only a whole new text says anything.
                Some(_) if self.is_too_large => {}
                Some(range) => {
                    let span = encoding.span(&self.source, range);
                    let mut text = self.source.text().to_owned();
                    text.replace_range(span.range(), &change.text);
                    self.set(text);
                }
            }
        }
    }

    fn set(&mut self, text: String) {
        self.is_too_large = text.len() > MAX_DOCUMENT;
        let text = if self.is_too_large { String::new() } else { text };
        let path = self.path.clone().unwrap_or_else(|| PathBuf::from("Dockerfile"));
        self.source = Arc::new(Source::new(path, text));
    }

    /// The line end of the text.
    pub(super) fn newline(&self) -> &'static str {
        let text = self.source.text();
        if text.find('\n').is_some_and(|at| text[..at].ends_with('\r')) { "\r\n" } else { "\n" }
    }
}
