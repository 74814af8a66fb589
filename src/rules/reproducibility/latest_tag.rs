//! `latest` is a tag that moves.

use super::super::prelude::*;
use crate::facts::images::{ImageUse, UsedBy, Version, without_version};
use crate::facts::purpose::is_not_shipped;
use crate::rules::options::matches;

pub(crate) static RULE: Rule = Rule::new("latest-tag", Group::Reproducibility, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&[
        "hadolint:DL3007", "droast:DF001", "droast:DF024", "checkov:CKV_DOCKER_7", "trivy:DS-0001",
        "kics:image_version_using_latest", "dockerfilelint:latest_tag", "dockerfile_lint:is_latest_tag",
        "semgrep:avoid-latest-version",
    ])
    .page(include_str!("../../../rules/reproducibility/latest-tag.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let allowed = &file.options.allowed_latest;
    // A test asks what the newest does, and a developer works with it.
    let tests = is_not_shipped(file.facts, None);
    for image in file.images().iter().filter(|image| image.by != UsedBy::Syntax) {
        let Version::Tag(tag) = image.version() else { continue };
        let exact = tag == "latest";
        if (exact || tag.starts_with("latest-")) && !is_allowed(image, allowed) {
            let is_grave = exact
                && !tests
                && image.is_written(file.source)
                && !image.is_rolling()
                && !image.names_release()
                && image.is_known();
            findings
                .at(image.tag_span(file.source), format!("the tag `{tag}` names another image after the next release"))
                .severity(if is_grave { Severity::Warning } else { Severity::Info })
                .help("name the version that you have tested");
        }
    }
}

fn is_allowed(image: &ImageUse, allowed: &[String]) -> bool {
    let text = image.text.as_known().unwrap_or("");
    let repository = image.repository();
    matches(allowed, &[text, without_version(text), repository.as_deref().unwrap_or(text)])
}
