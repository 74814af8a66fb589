//! Stage names that mean something else.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("reserved-stage-name", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&["hadolint:DL3063", "buildkit:ReservedStageName", "droast:DF084"])
    .page(include_str!("../../../rules/correctness/reserved-stage-name.md"))
    .checks(&[Check::Stage(check)]);

/// Names that the builder keeps for itself.
const RESERVED: &[&str] = &["scratch", "context"];

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let Some(name) = view.file.from_of(view.stage).and_then(|from| from.name.as_ref()) else {
        return;
    };
    if view.stage.name.as_deref().is_some_and(|lower| RESERVED.contains(&lower)) {
        findings
            .at(name.span, format!("a stage must not be named `{}`", name.value))
            .help("choose a name that says what the stage is for");
    }
}
