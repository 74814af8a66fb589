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
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    let Some(stage) = file.model.final_stage() else { return };
    let Some(user) = file.model.last_state(stage).and_then(|state| state.user.as_deref()) else {
        return;
    };
    let windows = file.model.base_image(stage).is_some_and(BaseImage::windows);
    let written = file.source.slice(user.span);
    let Some(name) = user.value.as_known().and_then(|value| value.split(':').next()) else {
        return;
    };
    let number = name.bytes().all(|byte| byte.is_ascii_digit());
    if user.at.is_none()
        || windows
        || number
        || is_root(name)
        || written.contains(['$', '\\'])
        || name.starts_with("Container")
    {
        return;
    }
    let finding = findings.at(user.span, format!("`{name}` is a name, so nobody can check that it is not root"));
    match uid_of(file.facts, file.model, stage, name).filter(|_| written.starts_with(name)) {
        Some(uid) => {
            let end = user.span.start + u32::try_from(name.len()).unwrap_or(0);
            let edit = Edit { span: Span::new(user.span.start, end), replacement: uid.clone() };
            finding.help(format!("`{name}` has the number {uid}")).fix(
                format!("Use the number {uid}"),
                Safety::Unsafe,
                vec![edit],
            );
        }
        None => {
            finding.help("give the account a fixed number, and name that number here");
        }
    }
}
