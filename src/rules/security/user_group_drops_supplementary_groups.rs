//! USER with a group forgets the groups that the account was put into.

use super::super::prelude::*;
use std::collections::HashMap;

use crate::facts::memberships::{Membership, membership};
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
    let mut names: HashMap<(usize, &str), &str> = HashMap::new();
    for run in file.facts.runs.iter().filter(|run| !run.onbuild) {
        let Some(stage) = run.stage else { continue };
        for found in run.commands().filter_map(membership) {
            by_user.entry((stage, found.user.clone())).or_insert((run.at, found));
        }
        for account in run.pieces.iter().flat_map(|piece| &piece.deeds.accounts) {
            if let Some(uid) = account.uid.as_deref() {
                names.insert((stage, uid), &account.name);
            }
        }
    }
    if by_user.is_empty() {
        return;
    }
    for stage in &file.model.stages {
        for at in stage.instructions.clone() {
            let Some(Kind::User(text)) = file.dockerfile.instructions.get(at).map(|step| &step.kind) else {
                continue;
            };
            let value = file.model.expand(&text.value, Some(stage.index), at);
            let Some((user, group)) = value.as_known().and_then(|value| value.split_once(':')) else {
                continue;
            };
            let user = name_of(file, stage, user, &names);
            let membership = file.model.chain(stage).find_map(|below| {
                let (made_at, found) = by_user.get(&(below.index, user.into()))?;
                (below.index != stage.index || *made_at < at).then_some(found)
            });
            let Some(found) = membership.filter(|found| found.groups.iter().any(|other| **other != *group)) else {
                continue;
            };
            report(file, text, group, found, findings);
        }
    }
}

/// The name of the account that USER means by its name or number.
fn name_of<'a>(file: &File<'_>, stage: &Stage, user: &'a str, names: &HashMap<(usize, &str), &'a str>) -> &'a str {
    let number = user.starts_with(|letter: char| letter.is_ascii_digit());
    let mut chain = file.model.chain(stage).filter(|_| number);
    chain.find_map(|stage| names.get(&(stage.index, user)).copied()).unwrap_or(user)
}

/// How many groups a message names.
const MOST_GROUPS: usize = 5;

fn report(file: &File<'_>, text: &crate::dockerfile::Text, group: &str, found: &Membership, findings: &mut Findings) {
    let groups = found.groups.get(..MOST_GROUPS).unwrap_or(&found.groups).join("`, `");
    let written = file.source.slice(text.span);
    let colon = written.find(':').filter(|_| written == &*text.value);
    let at = colon
        .and_then(|at| u32::try_from(at).ok())
        .map_or(text.span, |at| Span::new(text.span.start + at, text.span.end));
    let finding = findings
        .at(at, format!("with the group `{group}` named, `{}` is not in `{groups}` any more", found.user))
        .label(found.span, "put into these groups here")
        .help("leave the group out: `USER` then takes all groups of the account");
    if at != text.span {
        let edit = Edit { span: at, replacement: String::new() };
        finding.fix("Leave the group out", Safety::Unsafe, vec![edit]);
    }
}
