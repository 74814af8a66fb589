//! Relative destinations that the base image decides about.

use super::super::prelude::*;
use crate::facts::paths::is_absolute;

pub(crate) static RULE: Rule =
    Rule::new("copy-relative-destination-without-workdir", Group::Correctness, Severity::Warning)
        .recommended()
        .aliases(&["hadolint:DL3045", "droast:DF063"])
        .fix(FixKind::Unsafe)
        .page(include_str!("../../../rules/correctness/copy-relative-destination-without-workdir.md"))
        .checks(&[Check::Instruction(&[Keyword::Copy, Keyword::Add], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Some(transfer) = step.instruction.kind.transfer() else { return };
    let Some(stage) = step.stage.filter(|_| !step.onbuild && !step.state.has_own_workdir()) else { return };
    let word = &transfer.destination;
    let value = step.expand(&word.value);
    let path = value.prefix();
    if path.is_empty() || path.starts_with('$') || is_absolute(path) {
        return;
    }
    let finding = findings.at(word.span, format!("no WORKDIR says where `{}` lies", word.value));
    match step.file.model.base_image(stage).map(|base| base.workdir) {
        Some(Some(folder)) => finding
            .severity(Severity::Info)
            .help(format!("the base image sets `{folder}`; write `WORKDIR {folder}` to keep it so"))
            .fix(
                format!("Write `WORKDIR {folder}`"),
                Safety::Unsafe,
                [Edit::insert(step.insertion_point(), format!("WORKDIR {folder}\n"))],
            ),
        Some(None) => {
            finding.help("set WORKDIR first, or begin the path with `/`").fix(BEGIN, Safety::Unsafe, from_root(step))
        }
        // It lies in `/`, for certain.
        None if step.file.model.is_from_scratch(stage) => {
            finding.severity(Severity::Info).help("begin the path with `/`").fix(BEGIN, Safety::Unsafe, from_root(step))
        }
        None => finding.severity(Severity::Info).help("set WORKDIR first; then the base image may change"),
    };
}

const BEGIN: &str = "Begin the path with `/`";

/// The destination made absolute, where it is written plainly.
fn from_root(step: &Step<'_>) -> Option<Edit> {
    let transfer = step.instruction.kind.transfer()?;
    let span = transfer.destination.span;
    let written = step.file.source.slice(span);
    let rest = written.strip_prefix("./").or_else(|| written.strip_prefix('.').filter(|rest| rest.is_empty()));
    let plain = !written.contains(['"', '\'', '$', '\\', '`']) && !written.starts_with("..");
    plain.then(|| Edit::replace(span, format!("/{}", rest.unwrap_or(written))))
}
