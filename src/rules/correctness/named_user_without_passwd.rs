//! A name of a user in an image that has no list of users.

use super::super::prelude::*;
use crate::dockerfile::Instruction;
use crate::model::Base;

pub(crate) static RULE: Rule = Rule::new("named-user-without-passwd", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["tally:named-identity-in-passwdless-stage"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/named-user-without-passwd.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let mut has_users: Vec<bool> = Vec::with_capacity(file.model.stages.len());
    for stage in &file.model.stages {
        let mut known = match stage.base {
            Base::Scratch => false,
            Base::Stage(parent) => has_users.get(parent).copied().unwrap_or(true),
            _ => true,
        };
        for at in stage.instructions.clone() {
            if known {
                break;
            }
            let Some(instruction) = file.dockerfile.instructions.get(at) else { continue };
            let named = match &instruction.kind {
                Kind::User(user) => Some(user),
                Kind::Copy(_) | Kind::Add(_) => instruction.flag_value("chown"),
                _ => None,
            };
            if let Some(text) = named
                && let Some(name) =
                    file.model.expand(&text.value, Some(stage.index), at).as_known().and_then(first_name)
            {
                let finding = findings
                    .at(text.span, format!("`{name}` is not known here: the image has no /etc/passwd"))
                    .help("use the number, or copy /etc/passwd from the stage that created the account");
                let uid = account_number(file, name).filter(|_| &*text.value == name);
                if let Some(uid) = uid {
                    let edit = Edit { span: text.span, replacement: uid.clone() };
                    finding.fix(format!("Use the number {uid}"), Safety::Unsafe, vec![edit]);
                }
            }
            known = brings_users(instruction);
        }
        has_users.push(known);
    }
}

/// The first of user and group that is a name.
fn first_name(owner: &str) -> Option<&str> {
    owner.split(':').find(|part| !part.is_empty() && !part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether an instruction brings a list of users, or may do so: what goes to `/` or `/etc` may be a whole system.
fn brings_users(instruction: &Instruction) -> bool {
    match &instruction.kind {
        Kind::Copy(transfer) | Kind::Add(transfer) => {
            let to = &*transfer.destination.value;
            matches!(to.trim_end_matches('/'), "" | "/etc" | "/etc/passwd" | "." | "etc" | "etc/passwd" | "/.")
                || to.contains('$')
        }
        Kind::Run(_) => true,
        _ => false,
    }
}

/// The number that another stage gave to an account of that name.
fn account_number(file: &File<'_>, name: &str) -> Option<String> {
    let mut accounts = file.facts.runs.iter().flat_map(|run| &run.pieces).flat_map(|piece| &piece.deeds.accounts);
    let uid = accounts.find(|account| &*account.name == name)?.uid.as_deref()?;
    uid.bytes().all(|byte| byte.is_ascii_digit()).then(|| uid.to_owned())
}
