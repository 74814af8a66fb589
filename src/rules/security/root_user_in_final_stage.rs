//! The last USER of the image is root.

use super::super::prelude::*;
use crate::facts::privileges::{is_root, is_workplace, leaves_root};
use crate::facts::purpose::is_for_development;

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
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    let Some(stage) = file.model.final_stage() else { return };
    let Some(user) = file.model.last_state(stage).and_then(|state| state.user.as_deref()) else {
        return;
    };
    let Some(name) = user.value.as_known().filter(|_| user.at.is_some()) else { return };
    let meant = is_workplace(file.model, stage) || is_for_development(file.source.path(), stage);
    if is_root(name) && !leaves_root(file.facts, file.model, stage) && !meant {
        findings
            .at(user.span, format!("the container runs as `{name}`"))
            .help("switch to an account without privileges behind the last instruction that needs root");
    }
}
