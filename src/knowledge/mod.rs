//! What lotse knows of the world: package managers, base images, credentials, daemons, tools, ports and file names.
//!
//! Tables are data: a new manager, base image or daemon is one row, and no rule changes. Each row says where its figure comes from.
//! Nothing here may look at a Dockerfile, a shell text or any other room of the crate.

pub mod account_files;
pub mod accounts;
pub mod base_images;
pub mod build_tools;
pub mod comments;
pub mod context_files;
pub mod credentials;
pub mod daemons;
pub mod failures;
pub mod files;
pub mod frontend;
pub mod image_files;
pub mod image_leftovers;
pub mod image_secrets;
pub mod indexes;
pub mod installers;
pub mod label_keys;
pub mod label_values;
pub(crate) mod names;
pub mod package_managers;
pub mod passwords;
pub mod php_extensions;
pub mod ports;
pub mod processes;
pub mod releases;
pub mod stage_names;
pub mod tool_packages;
pub mod tools;
pub mod transfers;
pub mod trust;

/// The last part of a path: `/usr/bin/apt-get` and `apt-get` are the same program; `.exe` is dropped.
pub fn program_name(word: &str) -> &str {
    without_exe(last_part(word))
}

/// What stands behind the last slash of either kind.
fn last_part(word: &str) -> &str {
    memchr::memrchr2(b'/', b'\\', word.as_bytes()).map_or(word, |slash| &word[slash + 1..])
}

/// A word without `.exe` at its end.
fn without_exe(word: &str) -> &str {
    match word.as_bytes() {
        [name @ .., b'.', b'e', b'x', b'e'] => &word[..name.len()],
        _ => word,
    }
}
