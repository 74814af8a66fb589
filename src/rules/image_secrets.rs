//! Files with credentials in an image, wherever in its layers they are.

use super::ImageView;
use super::left_behind::text;
use crate::image::files::File;
use crate::image::shown;
use crate::knowledge::image_secrets::{credential_in, is_private_key};

/// A file that gives something away.
pub(super) struct SecretFile<'a> {
    pub(super) file: File<'a>,
    /// What is in it.
    pub(super) what: &'static str,
    pub(super) is_key: bool,
}

/// All of them, those that no container sees included. The same content counts once in a layer.
pub(super) fn secret_files<'a>(view: &ImageView<'a>) -> impl Iterator<Item = SecretFile<'a>> {
    view.files.all().filter_map(|file| {
        let body = file.entry.body.as_deref().filter(|body| body.len() as u64 == file.entry.size)?;
        let path = text(&file)?;
        if is_private_key(path, body) {
            return Some(SecretFile { file, what: "a private key", is_key: true });
        }
        credential_in(path, body).map(|what| SecretFile { file, what, is_key: false })
    })
}

impl SecretFile<'_> {
    /// `` `root/.netrc` holds a password ``.
    pub(super) fn says(&self) -> String {
        let path = shown(&self.file.entry.path);
        if self.is_key { format!("`{path}` is a private key") } else { format!("`{path}` holds {}", self.what) }
    }
}
