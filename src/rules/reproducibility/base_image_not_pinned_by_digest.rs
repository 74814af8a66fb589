//! A tag can be moved; a digest cannot.

use std::collections::HashMap;

use super::super::prelude::*;
use crate::facts::images::Version;

pub(crate) static RULE: Rule = Rule::new("base-image-not-pinned-by-digest", Group::Reproducibility, Severity::Info)
    .workshop()
    .aliases(&["semgrep:dockerfile-source-not-pinned"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/reproducibility/base-image-not-pinned-by-digest.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let images = file.images();
    // A digest that the file gives the same tag elsewhere was right there once.
    let pinned = images.iter().filter_map(|image| image.text.as_known()?.split_once('@'));
    let digests: HashMap<&str, &str> = pinned.collect();
    for image in &images {
        if matches!(image.version(), Version::None | Version::Tag(_)) {
            let name = file.source.slice(image.span);
            let known = image.text.as_known().filter(|_| image.is_written(file.source));
            let digest = known.and_then(|known| digests.get(known));
            findings
                .at(image.span, format!("`{name}` is not pinned by a digest"))
                .help("keep the tag for people and add the digest: `name:tag@sha256:…`")
                .fix(
                    "Add the digest that this tag has elsewhere in the file",
                    Safety::Unsafe,
                    digest.map(|digest| Edit::insert(image.span.end, format!("@{digest}"))),
                );
        }
    }
}
