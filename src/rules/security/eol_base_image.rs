//! A base image that gets no more security updates.

use std::cell::LazyCell;

use super::super::prelude::*;
use crate::context::Context;
use crate::facts::images::UsedBy;
use crate::facts::purpose::is_for_release;
use crate::knowledge::releases::end_of_life;

pub(crate) static RULE: Rule = Rule::new("eol-base-image", Group::Security, Severity::Warning)
    .recommended()
    .aliases(&["tally:ruby/eol-ruby-version"])
    .page(include_str!("../../../rules/security/eol-base-image.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let path = file.source.path();
    // What is kept and no longer used needs no updates, nor does what a newer release beside it has taken the place of.
    let kept = LazyCell::new(|| file.context.is_some_and(Context::has_newer_release));
    for image in file.images().iter().filter(|image| image.by == UsedBy::From) {
        let (Some(repository), Some(tag)) = (image.repository(), image.tag()) else { continue };
        if let Some(what) = end_of_life(&repository, tag) {
            // Whose folder is named after the release wants it.
            let mild = *kept || is_for_release(path, &repository, tag);
            findings
                .at(image.span, format!("{what} gets no more security updates"))
                .severity(if mild { Severity::Info } else { Severity::Warning })
                .help("move to a release that is still supported");
        }
    }
}
