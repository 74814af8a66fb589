//! USER with a group forgets the groups that the account was put into.

use super::super::prelude::*;
use std::collections::HashMap;

use crate::facts::memberships::{Membership, membership};
use crate::facts::privileges::accounts;
use crate::model::Stage;

/// The rule.
pub static RULE: Rule = Rule {
    name: "user-group-drops-supplementary-groups",
    group: Group::Security,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &["tally:user-explicit-group-drops-supplementary-groups"],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/security/user-group-drops-supplementary-groups.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    // For each stage and account the first membership: with it the rule knows enough.
    let mut by_user: HashMap<(usize, Box<str>), (usize, Membership)> = HashMap::new();
    for run in file.facts.runs.iter().filter(|run| !run.onbuild) {
        let Some(stage) = run.stage else { continue };
        for found in run.commands().filter_map(membership) {
            by_user.entry((stage, found.user.clone())).or_insert((run.at, found));
        }
    }
    if by_user.is_empty() {
        return;
    }
    for stage in &file.model.stages {
        for at in stage.instructions.clone() {
            let Some(Kind::User(text)) =
                file.dockerfile.instructions.get(at).map(|step| &step.kind)
            else {
                continue;
            };
            let value = file.model.expand(&text.value, Some(stage.index), at);
            let Some((user, group)) = value.as_known().and_then(|value| value.split_once(':'))
            else {
                continue;
            };
            let Some(user) = name_of(file, stage, user) else { continue };
            let membership = file.model.chain(stage).find_map(|below| {
                let (made_at, found) = by_user.get(&(below.index, user.clone()))?;
                (below.index != stage.index || *made_at < at).then_some(found)
            });
            let Some(found) =
                membership.filter(|found| found.groups.iter().any(|other| **other != *group))
            else {
                continue;
            };
            report(file, text, group, found, findings);
        }
    }
}

/// The name of the account that USER means by its name or number.
fn name_of(file: &File<'_>, stage: &Stage, user: &str) -> Option<Box<str>> {
    if !user.starts_with(|letter: char| letter.is_ascii_digit()) {
        return Some(user.into());
    }
    let account = accounts(file.facts, file.model, stage)
        .take(MOST_ACCOUNTS)
        .find(|account| account.uid.as_deref() == Some(user))?;
    Some(account.name.clone())
}

/// A bound for hostile files.
const MOST_ACCOUNTS: usize = 256;

fn report(
    file: &File<'_>,
    text: &crate::dockerfile::Text,
    group: &str,
    found: &Membership,
    findings: &mut Findings,
) {
    let groups = found.groups.join("`, `");
    let written = file.source.slice(text.span);
    let colon = written.find(':').filter(|_| written == &*text.value);
    let at = colon
        .and_then(|at| u32::try_from(at).ok())
        .map_or(text.span, |at| Span::new(text.span.start + at, text.span.end));
    let finding = findings
        .at(
            at,
            format!(
                "with the group `{group}` named, `{}` is not in `{groups}` any more",
                found.user
            ),
        )
        .label(found.span, "put into these groups here")
        .help("leave the group out: `USER` then takes all groups of the account");
    if at != text.span {
        let edit = Edit { span: at, replacement: String::new() };
        finding.fix("Leave the group out", Safety::Unsafe, vec![edit]);
    }
}
