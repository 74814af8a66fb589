//! An image comes from a place that the configuration does not allow.

use super::super::prelude::*;
use globset::{Glob, GlobMatcher};

use crate::dockerfile::ImageRef;
use crate::facts::images::external_images;
use crate::facts::paths::is_below;

/// The rule.
pub static RULE: Rule = Rule {
    name: "untrusted-registry",
    group: Group::Security,
    severity: Severity::Error,
    recommended: false,
    workshop: true,
    aliases: &["hadolint:DL3026", "droast:DF065", "droast:DF073", "dockerfile_lint:specified_registry"],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/untrusted-registry.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    let trusted = &file.options.trusted_registries;
    if trusted.is_empty() {
        return;
    }
    let patterns: Vec<GlobMatcher> =
        trusted.iter().filter_map(|pattern| Some(Glob::new(pattern).ok()?.compile_matcher())).collect();
    for image in external_images(file.source, file.dockerfile, file.model) {
        let Some(reference) = image.text.as_known().and_then(|text| ImageRef::parse(text).ok()) else {
            continue;
        };
        let (canonical, familiar) = (reference.canonical_name(), reference.familiar_name());
        let names = [&*canonical, &*familiar, reference.registry()];
        let allowed = patterns.iter().any(|pattern| names.iter().any(|name| pattern.is_match(name)))
            || trusted.iter().any(|folder| names.iter().any(|name| is_below(name, folder)));
        if !allowed {
            findings
                .at(
                    image.span,
                    format!(
                        "`{familiar}` comes from `{}`, which is not among the trusted registries",
                        reference.registry()
                    ),
                )
                .help("use an image from a trusted registry, or add this one to `trusted-registries`");
        }
    }
}
