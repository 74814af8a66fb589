//! The image's user is a name, which Kubernetes cannot tell from root.

use super::super::prelude::*;
use crate::facts::privileges::{is_root, uid_of};
use crate::knowledge::base_images::BaseImage;

pub(crate) static RULE: Rule = Rule::new("non-numeric-user", Group::Security, Severity::Info)
    .workshop()
    .aliases(&["hadolint:DL3066", "hadolint:DL3066 hadolint-only"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/security/non-numeric-user.md"))
    .checks(&[Check::FinalStage(check), Check::Stage(for_hadolint)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let Some((span, name)) = reported(view) else { return };
    let written = view.file.source.slice(span);
    let finding = findings.at(span, format!("`{name}` is a name, so nobody can check that it is not root"));
    let uid = uid_of(view.file.facts, view.file.model, view.stage, name);
    match uid.filter(|_| written.starts_with(name)) {
        Some(uid) => finding.help(format!("`{name}` has the number {uid}")).fix(
            format!("Use the number {uid}"),
            Safety::Unsafe,
            [Edit::replace(span.part(0..name.len()), uid)],
        ),
        None => finding.help("give the account a fixed number, and name that number here"),
    };
}

fn reported<'a>(view: &StageView<'a>) -> Option<(Span, &'a str)> {
    let user = view.user().filter(|user| user.at.is_some())?;
    let name = user.value.as_known()?.split(':').next()?;
    let windows = view.base().is_some_and(BaseImage::windows) || name.starts_with("Container");
    let judged = !is_number(name) && !windows && !is_root(name);
    (judged && !view.file.source.slice(user.span).contains(['$', '\\'])).then_some((user.span, name))
}

/// hadolint wants a number in every USER.
fn for_hadolint(view: &StageView<'_>, findings: &mut Findings) {
    let own = reported(view).filter(|_| view.stage.is_final).map(|(span, _)| span);
    for step in view.steps() {
        if let Kind::User(user) = &step.instruction.kind
            && !is_number(user.value.split(':').next().unwrap_or(""))
            && own != Some(user.span)
        {
            findings.at(user.span, format!("`{}` is no number", user.value)).variant("hadolint-only");
        }
    }
}

fn is_number(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit())
}
