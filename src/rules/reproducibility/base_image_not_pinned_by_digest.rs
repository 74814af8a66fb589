//! A tag can be moved; a digest cannot.

use super::super::prelude::*;
use crate::facts::images::Version;

pub(crate) static RULE: Rule = Rule::new("base-image-not-pinned-by-digest", Group::Reproducibility, Severity::Info)
    .workshop()
    .aliases(&["semgrep:dockerfile-source-not-pinned"])
    .page(include_str!("../../../rules/reproducibility/base-image-not-pinned-by-digest.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    for image in file.images() {
        if matches!(image.version(), Version::None | Version::Tag(_)) {
            let name = file.source.slice(image.span);
            findings
                .at(image.span, format!("`{name}` is not pinned by a digest"))
                .help("keep the tag for people and add the digest: `name:tag@sha256:…`");
        }
    }
}
