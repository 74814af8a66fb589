//! Files with credentials in an image, wherever in its layers they are.

use super::ImageView;
use super::left_behind::{Continued, continued, text};
use crate::image::files::File;
use crate::image::shown;
use crate::knowledge::image_secrets::{credential_in, is_private_key};

/// A file that gives something away.
pub(super) struct SecretFile<'a> {
    /// Its last copy.
    pub(super) file: File<'a>,
    /// The layer that brought it.
    pub(super) layer: usize,
    /// What is in it.
    pub(super) what: &'static str,
    pub(super) is_key: bool,
}

/// All of them, those that no container sees included. The same content counts once in a layer.
pub(super) fn secret_files<'a>(view: &ImageView<'a>) -> impl Iterator<Item = SecretFile<'a>> {
    let with_content = view.files.all().filter(|file| content(file).is_some());
    continued(with_content).into_iter().filter_map(|Continued { file, since: layer }| {
        let (path, body) = (text(&file)?, content(&file)?);
        if is_private_key(path, body) {
            return Some(SecretFile { file, layer, what: "a private key", is_key: true });
        }
        credential_in(path, body).map(|what| SecretFile { file, layer, what, is_key: false })
    })
}

/// The content of a file, where all of it was kept.
fn content<'a>(file: &File<'a>) -> Option<&'a [u8]> {
    file.entry.body.as_deref().filter(|body| body.len() as u64 == file.entry.size)
}

impl SecretFile<'_> {
    /// `` `root/.netrc` holds a password ``.
    pub(super) fn says(&self) -> String {
        let path = shown(&self.file.entry.path);
        if self.is_key { format!("`{path}` is a private key") } else { format!("`{path}` holds {}", self.what) }
    }
}
