//! An image comes from a place that the configuration does not allow.

use super::super::prelude::*;
use crate::dockerfile::ImageRef;
use crate::facts::paths::is_below;
use crate::rules::options::matches;

pub(crate) static RULE: Rule = Rule::new("untrusted-registry", Group::Security, Severity::Error)
    .workshop()
    .aliases(&["hadolint:DL3026", "droast:DF065", "droast:DF073", "dockerfile_lint:specified_registry"])
    .page(include_str!("../../../rules/security/untrusted-registry.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let trusted = &file.options.trusted_registries;
    if trusted.is_empty() {
        return;
    }
    for image in file.images() {
        let reference = image.text.as_known().and_then(|text| ImageRef::parse(text).ok());
        let Some(reference) = reference else { continue };
        let (canonical, familiar, registry) =
            (reference.canonical_name(), reference.familiar_name(), reference.registry());
        let names = [&*canonical, &*familiar, registry];
        let below = |folder: &String| names.iter().any(|name| is_below(name, folder));
        if !matches(trusted, &names) && !trusted.iter().any(below) {
            findings
                .at(
                    image.span,
                    format!("`{familiar}` comes from `{registry}`, which is not among the trusted registries"),
                )
                .help("use an image from a trusted registry, or add this one to `trusted-registries`");
        }
    }
}
