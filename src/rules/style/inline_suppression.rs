//! Comments that suppress findings, for teams that keep all exceptions in the configuration.

use super::super::prelude::*;
use crate::dockerfile::DirectiveName;
use crate::knowledge::comments::{gives_reason, skips_a_check, suppresses};

pub(crate) static RULE: Rule = Rule::new("inline-suppression", Group::Style, Severity::Info)
    .aliases(&["hadolint:DL1001", "droast:DF072", "tally:--require-reason"])
    .page(include_str!("../../../rules/style/inline-suppression.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let text = |span: Span| file.source.slice(span);
    let directives = file.dockerfile.directives.iter();
    let skips = directives.filter(|it| it.name == DirectiveName::Check && skips_a_check(text(it.value)));
    let comments = file.dockerfile.comments.iter().filter(|comment| suppresses(text(comment.text)));
    for span in skips.map(|it| it.span).chain(comments.map(|it| it.span)) {
        if !file.options.reason_required {
            findings
                .at(span, "a finding is suppressed here")
                .help("mend what was found, or ignore it in the configuration");
        } else if !gives_reason(text(span)) {
            findings
                .at(span, "a finding is suppressed here without a reason")
                .help("say why behind it: `reason=\"…\"`");
        }
    }
}
