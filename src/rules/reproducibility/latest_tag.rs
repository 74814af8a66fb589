//! `latest` is a tag that moves.

use super::super::prelude::*;
use globset::Glob;

use crate::facts::images::{ImageUse, UsedBy, Version, external_images, without_version};

/// The rule.
pub static RULE: Rule = Rule {
    name: "latest-tag",
    group: Group::Reproducibility,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &[
        "hadolint:DL3007", "droast:DF001", "droast:DF024", "checkov:CKV_DOCKER_7", "trivy:DS-0001",
        "kics:image_version_using_latest", "dockerfilelint:latest_tag", "dockerfile_lint:is_latest_tag",
        "semgrep:avoid-latest-version",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/reproducibility/latest-tag.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    let allowed = &file.options.allowed_latest;
    for image in external_images(file.source, file.dockerfile, file.model) {
        let Version::Tag(tag) = image.version() else { continue };
        let exact = tag == "latest";
        if image.by == UsedBy::Syntax || !(exact || tag.starts_with("latest-")) || is_allowed(&image, allowed) {
            continue;
        }
        findings
            .at(image.tag_span(file.source), format!("the tag `{tag}` names another image after the next release"))
            .severity(if exact && image.is_written(file.source) { Severity::Warning } else { Severity::Info })
            .help("name the version that you have tested");
    }
}

fn is_allowed(image: &ImageUse, allowed: &[String]) -> bool {
    let text = image.text.as_known().unwrap_or("");
    let names = [text, without_version(text)];
    allowed.iter().filter_map(|pattern| Glob::new(pattern).ok()).any(|glob| {
        let matcher = glob.compile_matcher();
        names.iter().any(|name| matcher.is_match(name)) || image.repository().is_some_and(|name| matcher.is_match(name))
    })
}
