//! The last USER of the image is root.

use super::super::prelude::*;
use crate::facts::privileges::is_root;

pub(crate) static RULE: Rule = Rule::new("root-user-in-final-stage", Group::Security, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&[
        "hadolint:DL3002", "hadolint:DL3002 hadolint-only", "droast:DF002", "checkov:CKV_DOCKER_8", "trivy:DS-0002",
        "kics:last_user_is_root", "semgrep:last-user-is-root", "dockerfile_lint:root_user",
    ])
    .page(include_str!("../../../rules/security/root-user-in-final-stage.md"))
    .checks(&[Check::FinalStage(check), Check::Stage(for_hadolint)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if let Some((span, name)) = reported(view) {
        findings
            .at(span, format!("the container runs as `{name}`"))
            .help("switch to an account without privileges behind the last instruction that needs root");
    }
}

fn reported<'a>(view: &StageView<'a>) -> Option<(Span, &'a str)> {
    let user = view.user().filter(|user| user.at.is_some())?;
    let name = user.value.as_known().filter(|name| is_root(name))?;
    (view.stays_root() && !view.is_for_development()).then_some((user.span, name))
}

/// hadolint asks every stage for its last USER.
fn for_hadolint(view: &StageView<'_>, findings: &mut Findings) {
    let users = view.steps().filter_map(|step| match &step.instruction.kind {
        Kind::User(user) => Some(user),
        _ => None,
    });
    let Some(last) = users.last().filter(|user| is_root(&user.value)) else { return };
    if !view.stage.is_final || reported(view).is_none_or(|(span, _)| span != last.span) {
        findings.at(last.span, "the last USER of this stage is root").variant("hadolint-only");
    }
}
