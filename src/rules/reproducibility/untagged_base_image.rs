//! An image without tag is whatever is newest on the day of the build.

use super::super::prelude::*;
use crate::facts::images::{ImageUse, UsedBy, Version};
use crate::facts::purpose::is_not_shipped;
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
    // A test asks what the newest does, and a developer works with it.
    let tests = is_not_shipped(file.facts, None);
    for image in file.images().iter().filter(|image| image.version() == Version::None && is_image(image)) {
        let name = file.source.slice(image.span);
        let is_grave = !tests
            && image.is_written(file.source)
            && !image.is_rolling()
            && !image.names_release()
            && image.is_known();
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
