//! A base image that gets no more security updates.

use super::super::prelude::*;
use crate::facts::images::{UsedBy, Version, external_images};
use crate::knowledge::releases::end_of_life;

/// The rule.
pub static RULE: Rule = Rule {
    name: "eol-base-image",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &["tally:ruby/eol-ruby-version"],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/eol-base-image.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    for image in external_images(file.source, file.dockerfile, file.model) {
        let (UsedBy::From, Some(repository)) = (image.by, image.repository()) else { continue };
        let tag = match image.version() {
            Version::Tag(tag) => tag,
            Version::None => "latest",
            Version::Digest => image.text.as_known().and_then(tag_before_digest).unwrap_or(""),
            Version::SomeTag | Version::Unknown => continue,
        };
        if let Some(what) = end_of_life(&repository, tag) {
            findings
                .at(image.span, format!("{what} gets no more security updates"))
                .help("move to a release that is still supported");
        }
    }
}

fn tag_before_digest(reference: &str) -> Option<&str> {
    let name = reference.split('@').next()?;
    name.rsplit('/').next()?.split_once(':').map(|(_, tag)| tag)
}
