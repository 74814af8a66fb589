//! Blanks that no formatter would leave.

use super::super::prelude::*;
use crate::format::{Blemish, Problem, blemishes};

pub(crate) static RULE: Rule = Rule::new("unformatted-file", Group::Style, Severity::Style)
    .aliases(&[
        "tally:eol-last", "tally:no-trailing-spaces", "tally:no-multiple-empty-lines", "tally:consistent-indentation",
    ])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/style/unformatted-file.md"))
    .checks(&[Check::File(check)]);

/// One finding for a file, at the first place.
fn check(file: &File<'_>, findings: &mut Findings) {
    let found = blemishes(file.source, file.dockerfile);
    let Some(first) = found.first() else { return };
    findings.at(first.span, message(first)).help("`lotse format` lays out the file").fix(
        "Remove needless blanks",
        Safety::Safe,
        found.into_iter().map(|blemish| blemish.edit),
    );
}

fn message(blemish: &Blemish) -> &'static str {
    match blemish.problem {
        Problem::TrailingBlanks => "blanks stand at the end of a line",
        Problem::EmptyLines => "an empty line stands where none is needed",
        Problem::NoLineEnd => "the last line has no end",
        Problem::MixedIndent => "a tab stands behind a blank",
    }
}
