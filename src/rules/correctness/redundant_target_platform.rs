//! FROM for the platform that is meant anyway.

use super::super::prelude::*;
use crate::rules::edits::remove_flag;

pub(crate) static RULE: Rule = Rule::new("redundant-target-platform", Group::Correctness, Severity::Style)
    .recommended()
    .aliases(&["hadolint:DL3065", "buildkit:RedundantTargetPlatform", "droast:DF083"])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::NativePlatform])
    .page(include_str!("../../../rules/correctness/redundant-target-platform.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let Some(from) = view.from_instruction() else { return };
    let Some((flag, word)) = from.flag("platform").and_then(|flag| Some((flag, flag.value.as_ref()?))) else { return };
    let bare = word.value.trim_matches('"');
    let redefined = view.file.model.globals.of("TARGETPLATFORM").iter().any(|it| !it.without_default);
    if !redefined && matches!(bare, "$TARGETPLATFORM" | "${TARGETPLATFORM}") {
        let edit = remove_flag(view.file.source, from, flag);
        findings.at(flag.span, format!("`{bare}` is the platform of FROM anyway")).fix(
            "Remove the flag",
            Safety::Safe,
            edit,
        );
    }
}
