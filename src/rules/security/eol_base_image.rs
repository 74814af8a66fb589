//! A base image that gets no more security updates.

use super::super::prelude::*;
use crate::facts::images::UsedBy;
use crate::knowledge::releases::end_of_life;

pub(crate) static RULE: Rule = Rule::new("eol-base-image", Group::Security, Severity::Warning)
    .recommended()
    .aliases(&["tally:ruby/eol-ruby-version"])
    .page(include_str!("../../../rules/security/eol-base-image.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    // What is kept and no longer used needs no updates.
    let severity = if file.facts.place.is_archived { Severity::Info } else { Severity::Warning };
    for image in file.images().iter().filter(|image| image.by == UsedBy::From) {
        let (Some(repository), Some(tag)) = (image.repository(), image.tag()) else { continue };
        if let Some(what) = end_of_life(&repository, tag) {
            findings
                .at(image.span, format!("{what} gets no more security updates"))
                .severity(severity)
                .help("move to a release that is still supported");
        }
    }
}
