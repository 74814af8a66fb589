//! Relative destinations that the base image decides about.

use super::super::prelude::*;
use crate::model::Base;

pub(crate) static RULE: Rule =
    Rule::new("copy-relative-destination-without-workdir", Group::Correctness, Severity::Warning)
        .recommended()
        .aliases(&["hadolint:DL3045", "droast:DF063"])
        .fix(FixKind::Unsafe)
        .page(include_str!("../../../rules/correctness/copy-relative-destination-without-workdir.md"))
        .checks(&[Check::Instruction(&[Keyword::Copy, Keyword::Add], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let (Kind::Copy(transfer) | Kind::Add(transfer)) = &step.instruction.kind else { return };
    let set_here = step.state.workdir.as_ref().is_some_and(|setting| setting.at.is_some());
    let Some(stage) = step.stage.filter(|_| !set_here && !step.onbuild) else { return };
    let word = &transfer.destination;
    let value = step.file.model.expand(&word.value, Some(stage.index), step.index);
    let path = value.prefix();
    let bytes = path.as_bytes();
    let drive = bytes.first().is_some_and(u8::is_ascii_alphabetic) && bytes.get(1) == Some(&b':');
    if path.is_empty() || path.starts_with(['/', '\\', '$']) || drive {
        return;
    }
    let base = step.file.model.base_image(stage);
    let scratch = matches!(step.file.model.root(stage).base, Base::Scratch);
    let message = format!("no WORKDIR says where `{}` lies", word.value);
    match base.map(|base| base.workdir) {
        Some(Some(folder)) => findings
            .at(word.span, message)
            .severity(Severity::Info)
            .help(format!("the base image sets `{folder}`; write `WORKDIR {folder}` to keep it so"))
            .fix(
                format!("Write `WORKDIR {folder}`"),
                Safety::Unsafe,
                [Edit::insert(step.insertion_point(), format!("WORKDIR {folder}\n"))],
            ),
        Some(None) => findings.at(word.span, message).help("set WORKDIR first, or begin the path with `/`").fix(
            BEGIN,
            Safety::Unsafe,
            from_root(step),
        ),
        // It lies in `/`, for certain.
        None if scratch => findings
            .at(word.span, message)
            .severity(Severity::Info)
            .help("begin the path with `/`")
            .fix(BEGIN, Safety::Unsafe, from_root(step)),
        None => findings
            .at(word.span, message)
            .severity(Severity::Info)
            .help("set WORKDIR first; then the base image may change"),
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
