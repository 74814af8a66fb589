//! Layers that are not as the specification has them.

use super::super::prelude::*;
use crate::image::files::File;
use crate::image::layer::Kind;
use crate::image::{ProblemKind, shown};

pub(crate) static RULE: Rule = Rule::new("image-malformed-layer", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-malformed-layer.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for found in view.image.all_problems().filter(|(_, problem)| problem.kind != ProblemKind::Mismatch) {
        view.find_problem(found, findings).severity(severity(found.1.kind));
    }
    let odd =
        |file: &File<'_>| !view.is_base(file.layer) && matches!(file.entry.kind, Kind::Special | Kind::Hardlink(_));
    for file in view.files.all().filter(odd) {
        let path = shown(&file.entry.path);
        let message = match (&file.entry.kind, &file.content.kind) {
            (Kind::Special, _) => format!("`{path}` is a device or a pipe, which containers get from the engine"),
            (Kind::Hardlink(target), Kind::Hardlink(_)) => {
                format!("`{path}` is a link to `{}`, which is no file of this layer or of one below", shown(target))
            }
            _ => continue,
        };
        view.find(file.layer, findings, message).about([&file.entry.path]).severity(Severity::Warning);
    }
}

/// What programs read each in its own way is less than what none of them can read.
fn severity(kind: ProblemKind) -> Severity {
    if kind == ProblemKind::Odd { Severity::Info } else { Severity::Error }
}
