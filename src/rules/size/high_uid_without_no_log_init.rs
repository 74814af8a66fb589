//! `useradd` with a large user id, which makes a huge sparse log file.

use super::super::prelude::*;
use crate::facts::Account;
use crate::rules::edits;

/// The rule.
pub static RULE: Rule = Rule {
    name: "high-uid-without-no-log-init",
    group: Group::Size,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &["hadolint:DL3046", "droast:DF064"],
    fix: FixKind::Safe,
    page: include_str!("../../../rules/size/high-uid-without-no-log-init.md"),
    checks: &[Check::Run(check)],
};

/// From here on the log files of logins are so large that layers grow by gigabytes.
const HIGH: u64 = 100_000;

fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        for account in piece.deeds.accounts.iter().filter(|account| &*account.tool == "useradd") {
            let Some(uid) = account.uid.as_deref().filter(|uid| uid.parse().is_ok_and(|uid: u64| uid >= HIGH)) else {
                continue;
            };
            let Some(name) = piece.script.commands.get(account.command).and_then(|command| command.words.first())
            else {
                continue;
            };
            if !skips_log(account) {
                findings
                    .at(name.span, format!("user id {uid} of `{}` makes the login log files huge", account.name))
                    .help("add `--no-log-init`")
                    .fix("Add `--no-log-init`", Safety::Safe, vec![edits::insert(name.span.end, " --no-log-init")]);
            }
        }
    }
}

/// `--no-log-init`, or `-l` alone or in a bundle in front of letters that take a value.
fn skips_log(account: &Account) -> bool {
    account.options.iter().any(|word| {
        let text = &*word.text;
        if text.starts_with("--") {
            return text.len() > 4 && "--no-log-init".starts_with(text);
        }
        text.chars().skip(1).take_while(|letter| !"bcdefgGkKpPRsuZ".contains(*letter)).any(|letter| letter == 'l')
    })
}
