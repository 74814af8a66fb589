//! What lies in the build context and does not belong into an image.

use super::nobodys_keys::is_nobodys_key;
use crate::context::Context;
use crate::knowledge::context_files::{Content, content};
use crate::knowledge::credentials::{is_credential_name, is_placeholder};
use crate::source::file_name;

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
        if !inside
            && let Some(content) = content(&entry.path, entry.metadata.is_folder())
            && !(content == Content::Modules && is_kept(context, &entry.path))
            && !(content == Content::Secret && entry.metadata.is_file() && is_harmless(context, &entry.path))
        {
            found.push(Unwanted { path: &entry.path, content });
        }
    }
    found
}

/// Whether a folder of modules is part of the sources: there is a .gitignore, and it does not leave the folder out.
fn is_kept(context: &Context, path: &str) -> bool {
    context.file(".gitignore").is_some() && !context.is_generated(path)
}

/// Whether a file that is named like one with credentials has none: it is empty, holds public keys or certificates only, a key
/// that protects nothing, or settings none of which is a credential with a value. What cannot be read is taken to have some.
fn is_harmless(context: &Context, path: &str) -> bool {
    let Some(file) = context.file(path) else { return false };
    let text = file.text();
    let name = file_name(path);
    let public = text.contains("-----BEGIN ") && !text.contains("PRIVATE KEY");
    let settings = name.starts_with(".env") || name.starts_with("secrets.");
    text.trim().is_empty()
        || public
        || settings && !text.lines().any(sets_credential)
        || is_nobodys_key(context, path, text)
}

/// `NAME=value`, `name: value` or `"name": "value"` where the name is a credential's, and its value stands there.
fn sets_credential(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches("export ");
    let Some((name, value)) = line.split_once(['=', ':']).filter(|_| !line.starts_with('#')) else { return false };
    let value = value.trim().trim_end_matches(',').trim_matches(['"', '\'']);
    !is_placeholder(value) && is_credential_name(name.trim().trim_matches(['"', '\'']))
}
