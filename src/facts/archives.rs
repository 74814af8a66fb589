//! Archives that are copied into an image, and commands that unpack them.

use super::site::Site;
use crate::dockerfile::Transfer;
use crate::knowledge::files::is_tar_archive;
use crate::shell::{Command, Word};
use crate::source::Span;

/// An archive that COPY brings.
#[derive(Clone, Debug)]
pub struct CopiedArchive {
    /// The source in the file.
    pub span: Span,
    /// Where it lies, where that is known.
    pub path: Option<String>,
}

/// The archives that COPY brings, each by the name under which it lies in the image.
pub fn copied_archives(transfer: &Transfer, site: &Site<'_>) -> Vec<(String, CopiedArchive)> {
    let folder = site.path(&transfer.destination.value, site.directory());
    let renamed = file_name(&transfer.destination.value);
    let sources = transfer.sources.iter().filter(|source| is_tar_archive(bare(&source.value)));
    let archives = sources.map(|source| {
        if is_tar_archive(&renamed) {
            return (renamed.clone(), CopiedArchive { span: source.span, path: folder.clone() });
        }
        let own = file_name(&source.value);
        let path = folder.as_ref().map(|folder| format!("{}/{own}", folder.trim_end_matches('/')));
        (own, CopiedArchive { span: source.span, path })
    });
    archives.collect()
}

impl CopiedArchive {
    /// Whether it may lie at a path.
    pub fn may_be_at(&self, path: Option<&str>) -> bool {
        match (self.path.as_deref(), path) {
            (Some(known), Some(path)) => known == path,
            _ => true,
        }
    }
}

fn bare(text: &str) -> &str {
    text.trim_matches(['"', '\''])
}

/// The last part of a path of Linux or Windows.
pub fn file_name(path: &str) -> String {
    bare(path).rsplit(['/', '\\']).next().unwrap_or("").to_owned()
}

/// The archive that a call of tar unpacks.
pub fn unpacked_archive(command: &Command) -> Option<&Word> {
    let mode = command.arguments().first().filter(|_| matches!(command.name(), Some("tar" | "bsdtar")))?;
    let old_style = !mode.text.starts_with('-') && mode.text.contains('x');
    let unpacks = old_style || command.has_letter('x') || command.has_argument(&["--extract", "--get"]);
    command.arguments().iter().find(|word| unpacks && is_tar_archive(&word.text))
}
