//! What lies in the build context and does not belong into an image.

use crate::context::Context;
use crate::knowledge::context_files::{Content, content};

/// A file or folder that is sent to the builder and does not belong into an image.
#[derive(Debug)]
pub struct Unwanted<'a> {
    /// Its path below the context's root.
    pub path: &'a str,
    /// Why.
    pub content: Content,
}

/// The unwanted files and folders that the ignore file does not leave out, in the order of their paths; what lies in an
/// unwanted folder is not named again.
pub fn unwanted(context: &Context) -> Vec<Unwanted<'_>> {
    let mut found: Vec<Unwanted<'_>> = Vec::new();
    for entry in &context.listing().entries {
        let inside = found
            .last()
            .is_some_and(|last| entry.path.strip_prefix(last.path).is_some_and(|rest| rest.starts_with('/')));
        if !inside && let Some(content) = content(&entry.path, entry.metadata.is_folder()) {
            found.push(Unwanted { path: &entry.path, content });
        }
    }
    found
}
