//! Content that is not what its digest says.

use super::super::prelude::*;
use crate::image::ProblemKind;

pub(crate) static RULE: Rule = Rule::new("image-digest-mismatch", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-digest-mismatch.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for found in view.image.all_problems().filter(|(_, problem)| problem.kind == ProblemKind::Mismatch) {
        view.find_problem(found, findings).help(HELP);
    }
}

const HELP: &str = "it was changed or damaged after it was built: fetch it again, and do not run it before";
