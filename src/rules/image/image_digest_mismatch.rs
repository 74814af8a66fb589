//! Content that is not what its digest says.

use super::super::prelude::*;
use crate::image::{Problem, ProblemKind};

pub(crate) static RULE: Rule = Rule::new("image-digest-mismatch", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-digest-mismatch.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let is_one = |problem: &&Problem| problem.kind == ProblemKind::Mismatch;
    for problem in view.image.problems.iter().filter(is_one) {
        view.find_whole(findings, problem.message.clone()).help(HELP);
    }
    for (layer, found) in view.image.layers.iter().enumerate() {
        for problem in found.problems.iter().filter(is_one) {
            view.find(layer, findings, problem.message.clone()).help(HELP);
        }
    }
}

const HELP: &str = "it was changed or damaged after it was built: fetch it again, and do not run it before";
