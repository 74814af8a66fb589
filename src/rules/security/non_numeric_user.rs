//! The image's user is a name, which Kubernetes cannot tell from root.

use super::super::prelude::*;
use crate::facts::privileges::{is_root, uid_of};
use crate::knowledge::base_images::BaseImage;

/// The rule.
pub static RULE: Rule = Rule {
    name: "non-numeric-user",
    group: Group::Security,
    severity: Severity::Info,
    recommended: false,
    workshop: true,
    aliases: &["hadolint:DL3066"],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/security/non-numeric-user.md"),
    checks: &[Check::FinalStage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let Some(user) = view.user().filter(|user| user.at.is_some()) else { return };
    let Some(name) = user.value.as_known().and_then(|value| value.split(':').next()) else { return };
    let written = view.file.source.slice(user.span);
    let number = name.bytes().all(|byte| byte.is_ascii_digit());
    let windows = view.base().is_some_and(BaseImage::windows) || name.starts_with("Container");
    if number || windows || is_root(name) || written.contains(['$', '\\']) {
        return;
    }
    let finding = findings.at(user.span, format!("`{name}` is a name, so nobody can check that it is not root"));
    let uid = uid_of(view.file.facts, view.file.model, view.stage, name);
    match uid.filter(|_| written.starts_with(name)) {
        Some(uid) => finding.help(format!("`{name}` has the number {uid}")).fix(
            format!("Use the number {uid}"),
            Safety::Unsafe,
            [Edit::replace(user.span.part(0..name.len()), uid)],
        ),
        None => finding.help("give the account a fixed number, and name that number here"),
    };
}
