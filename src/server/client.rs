//! What the client can do, and what it is told of the server.

use lsp_types::{ClientCapabilities, InitializeParams, PositionEncodingKind, ResourceOperationKind};
use serde_json::{Value, json};

use super::actions::FIX_ALL;
use super::diagnostics::Look;
use super::position::Encoding;
use crate::discover::{CONFIG, HADOLINT};

/// What the client can do.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Client {
    pub(super) look: Look,
    /// It tells of changes on disk where it is asked to.
    pub(super) watches: bool,
    /// It makes new files.
    pub(super) creates: bool,
    /// It shows a tree of symbols.
    pub(super) tree: bool,
}

impl Client {
    pub(super) fn new(params: &InitializeParams) -> Self {
        let capabilities = &params.capabilities;
        let all = capabilities.text_document.as_ref();
        let workspace = capabilities.workspace.as_ref();
        let watched = workspace.and_then(|workspace| workspace.did_change_watched_files);
        let edit = workspace.and_then(|workspace| workspace.workspace_edit.as_ref());
        let operations = edit.and_then(|edit| edit.resource_operations.as_deref()).unwrap_or_default();
        let symbols = all.and_then(|all| all.document_symbol.as_ref());
        let published = all.and_then(|all| all.publish_diagnostics.as_ref());
        let related = published.and_then(|published| published.related_information).unwrap_or(false);
        Self {
            look: Look { encoding: encoding(capabilities), related },
            watches: watched.and_then(|watched| watched.dynamic_registration).unwrap_or(false),
            creates: edit.and_then(|edit| edit.document_changes).unwrap_or(false)
                && operations.contains(&ResourceOperationKind::Create),
            tree: symbols.and_then(|symbols| symbols.hierarchical_document_symbol_support).unwrap_or(false),
        }
    }

    /// The reply to `initialize`.
    pub(super) fn welcome(self) -> Value {
        json!({
            "capabilities": {
                "positionEncoding": self.look.encoding.name(),
                "textDocumentSync": { "openClose": true, "change": 2, "save": { "includeText": false } },
                "hoverProvider": true,
                "completionProvider": { "triggerCharacters": ["-", "=", "$", "{", ","] },
                "definitionProvider": true,
                "referencesProvider": true,
                "documentHighlightProvider": true,
                "documentSymbolProvider": true,
                "codeActionProvider": { "codeActionKinds": ["quickfix", FIX_ALL] },
                "documentFormattingProvider": true,
                "renameProvider": { "prepareProvider": true },
            },
            "serverInfo": { "name": "lotse", "version": env!("CARGO_PKG_VERSION") },
        })
    }

    /// Asks to be told when files change that findings depend on.
    pub(super) fn watch() -> Value {
        let others = [".dockerignore", "*.dockerignore", ".containerignore", "*.sh"];
        let names = HADOLINT.iter().chain([&CONFIG]).chain(&others);
        let watchers: Vec<Value> = names.map(|name| json!({ "globPattern": format!("**/{name}") })).collect();
        let method = "workspace/didChangeWatchedFiles";
        json!({ "registrations": [{ "id": "files", "method": method, "registerOptions": { "watchers": watchers } }] })
    }
}

/// The first that the client offers and we can do; what every client can where it offers nothing.
fn encoding(capabilities: &ClientCapabilities) -> Encoding {
    let offered = capabilities.general.as_ref().and_then(|general| general.position_encodings.as_deref());
    if offered.is_some_and(|offered| offered.contains(&PositionEncodingKind::UTF8)) {
        Encoding::Utf8
    } else {
        Encoding::Utf16
    }
}
