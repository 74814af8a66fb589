//! FROM for the platform that is meant anyway.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("redundant-target-platform", Group::Correctness, Severity::Style)
    .recommended()
    .aliases(&["hadolint:DL3065", "buildkit:RedundantTargetPlatform", "droast:DF083"])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/correctness/redundant-target-platform.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let file = view.file;
    let Some(instruction) = view.stage.from.and_then(|at| file.dockerfile.instructions.get(at)) else {
        return;
    };
    let Some(flag) = instruction.flag("platform") else { return };
    let Some(word) = &flag.value else { return };
    let bare = word.value.trim_matches('"');
    let redefined = file.model.globals.of("TARGETPLATFORM").iter().any(|it| !it.without_default);
    if redefined || !matches!(bare, "$TARGETPLATFORM" | "${TARGETPLATFORM}") {
        return;
    }
    let behind = file.source.text().get(flag.span.end as usize..).unwrap_or("");
    let blanks = behind.len() - behind.trim_start_matches([' ', '\t']).len();
    let end = flag.span.end + u32::try_from(blanks).unwrap_or(0);
    let edit = Edit { span: Span::new(flag.span.start, end), replacement: String::new() };
    findings.at(flag.span, format!("`{bare}` is the platform of FROM anyway")).fix(
        "Remove the flag",
        Safety::Safe,
        vec![edit],
    );
}
