//! `useradd` with a large user id, which makes a huge sparse log file.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("high-uid-without-no-log-init", Group::Size, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["hadolint:DL3046", "droast:DF064"])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::LoginLog])
    .page(include_str!("../../../rules/size/high-uid-without-no-log-init.md"))
    .checks(&[Check::Run(check)]);

/// From here on the log files of logins are so large that layers grow by gigabytes.
const HIGH: u64 = 100_000;

fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        let created = piece.deeds.accounts.iter().filter(|account| &*account.tool == "useradd");
        for account in created.filter(|account| !account.skips_login_log()) {
            let large = |uid: &&str| uid.parse().is_ok_and(|uid: u64| uid >= HIGH);
            let Some(uid) = account.uid.as_deref().filter(large) else { continue };
            let Some(name) = piece.script.commands.get(account.command).map(Command::name_span) else { continue };
            findings
                .at(name, format!("user id {uid} of `{}` makes the login log files huge", account.name))
                .help("add `--no-log-init`")
                .fix("Add `--no-log-init`", Safety::Safe, [Edit::insert(name.end, " --no-log-init")]);
        }
    }
}
