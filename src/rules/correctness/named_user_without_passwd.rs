//! A name of a user in an image that has no list of users.

use super::super::prelude::*;
use crate::facts::passwd::nameless_until;
use crate::facts::privileges::uid_in_any_stage;

pub(crate) static RULE: Rule = Rule::new("named-user-without-passwd", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["tally:named-identity-in-passwdless-stage"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/named-user-without-passwd.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let nameless = nameless_until(file.dockerfile, file.model);
    for (stage, last) in file.model.stages.iter().zip(nameless) {
        let steps = StageView { file, stage }.steps();
        for step in steps.take_while(|step| last.is_some_and(|last| step.index <= last)) {
            report(&step, findings);
        }
    }
}

fn report(step: &Step<'_>, findings: &mut Findings) {
    let word = match &step.instruction.kind {
        Kind::User(user) => Some(user),
        Kind::Copy(_) | Kind::Add(_) => step.instruction.flag_value("chown"),
        _ => None,
    };
    let Some(word) = word else { return };
    let value = step.expand(&word.value);
    let Some(name) = value.as_known().and_then(first_name) else { return };
    let finding = findings
        .at(word.span, format!("`{name}` is not known here: the image has no /etc/passwd"))
        .help("use the number, or copy /etc/passwd from the stage that created the account");
    if let Some(uid) = uid_in_any_stage(step.file.facts, name).filter(|_| &*word.value == name) {
        finding.fix(format!("Use the number {uid}"), Safety::Unsafe, [Edit::replace(word.span, uid)]);
    }
}

/// The first of user and group that is a name.
fn first_name(owner: &str) -> Option<&str> {
    owner.split(':').find(|part| !part.is_empty() && !part.bytes().all(|byte| byte.is_ascii_digit()))
}
