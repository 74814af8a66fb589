//! Credentials that a later layer removes, and that stay in the image.

use super::super::prelude::*;
use crate::image::files::{File, How};
use crate::rules::image_secrets::secret_files;

pub(crate) static RULE: Rule = Rule::new("image-secret-in-lower-layer", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-secret-in-lower-layer.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for secret in secret_files(view).filter(|secret| !secret.file.is_reachable) {
        let message = format!("{}, and stays readable although {}", secret.says(), removed(view, &secret.file));
        view.find(secret.layer, findings, message)
            .help("withdraw it, and give it to the instruction that needs it with `RUN --mount=type=secret`");
    }
}

fn removed(view: &ImageView<'_>, file: &File<'_>) -> String {
    file.end.map_or("nobody sees it".to_owned(), |end| match end.how {
        How::Deleted => format!("{} removes it", view.name_of(end.layer)),
        How::Overwritten | How::MetadataOnly => format!("{} replaces it", view.name_of(end.layer)),
    })
}
