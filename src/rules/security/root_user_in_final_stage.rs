//! The last USER of the image is root.

use super::super::prelude::*;
use crate::facts::privileges::is_root;

/// The rule.
pub static RULE: Rule = Rule {
    name: "root-user-in-final-stage",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &[
        "hadolint:DL3002", "droast:DF002", "checkov:CKV_DOCKER_8", "trivy:DS-0002", "kics:last_user_is_root",
        "semgrep:last-user-is-root", "dockerfile_lint:root_user",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/root-user-in-final-stage.md"),
    checks: &[Check::FinalStage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let Some(user) = view.user().filter(|user| user.at.is_some()) else { return };
    let Some(name) = user.value.as_known().filter(|name| is_root(name)) else { return };
    if view.stays_root() && !view.is_for_development() {
        findings
            .at(user.span, format!("the container runs as `{name}`"))
            .help("switch to an account without privileges behind the last instruction that needs root");
    }
}
