//! Blanks that no formatter would leave.

use super::super::prelude::*;
use crate::facts::blanks::NeedlessBlanks;

pub(crate) static RULE: Rule = Rule::new("unformatted-file", Group::Style, Severity::Style)
    .aliases(&[
        "tally:eol-last", "tally:no-trailing-spaces", "tally:no-multiple-empty-lines", "tally:consistent-indentation",
    ])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/style/unformatted-file.md"))
    .checks(&[Check::File(check)]);

/// One finding for a file, at the first place.
fn check(file: &File<'_>, findings: &mut Findings) {
    let blanks = NeedlessBlanks::of(file.source, file.dockerfile);
    let Some((span, problem)) = blanks.first else { return };
    let end = u32::try_from(file.source.text().len()).unwrap_or(u32::MAX);
    let cuts = blanks.cuts.into_iter().map(Edit::delete);
    findings.at(span, problem).help("let your editor remove blanks at the end of lines").fix(
        "Remove needless blanks",
        Safety::Safe,
        cuts.chain(blanks.end.map(|newline| Edit::insert(end, newline))),
    );
}
