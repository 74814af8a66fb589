//! An image without tag is whatever is newest on the day of the build.

use std::cell::LazyCell;

use super::super::prelude::*;
use crate::facts::images::{ImageUse, UsedBy, Version, is_local};
use crate::knowledge::base_images::base_image;

pub(crate) static RULE: Rule = Rule::new("untagged-base-image", Group::Reproducibility, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&[
        "hadolint:DL3006", "droast:DF001", "checkov:CKV_DOCKER_7", "trivy:DS-0001", "kics:image_version_not_explicit",
        "dockerfilelint:missing_tag", "dockerfile_lint:no_tag", "semgrep:missing-image-version",
    ])
    .page(include_str!("../../../rules/reproducibility/untagged-base-image.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let makers = LazyCell::new(|| file.makers());
    // A test asks what the newest does.
    let tests = file.facts.place.is_for_tests;
    for image in file.images().iter().filter(|image| image.version() == Version::None && is_image(image)) {
        let name = file.source.slice(image.span);
        let is_grave =
            !tests && image.is_written(file.source) && !is_local(name) && !makers.make(image) && !image.is_rolling();
        findings
            .at(image.span, format!("`{name}` has no tag, so each build takes the newest image"))
            .severity(if is_grave { Severity::Warning } else { Severity::Info })
            .help("name a version, with as many of its parts as you can keep up with");
    }
}

/// A name in COPY and in mounts may be that of a build context that the command line gives.
fn is_image(image: &ImageUse) -> bool {
    let known = |name: &str| name.contains('/') || base_image("", name, None).is_some();
    match image.by {
        UsedBy::From => true,
        UsedBy::Copy | UsedBy::Mount => image.repository().is_some_and(|name| known(&name)),
        UsedBy::Syntax => false,
    }
}
