//! USER with a group forgets the groups that the account was put into.

use super::super::prelude::*;
use crate::facts::memberships::{Membership, Memberships};

pub(crate) static RULE: Rule = Rule::new("user-group-drops-supplementary-groups", Group::Security, Severity::Info)
    .recommended()
    .aliases(&["tally:user-explicit-group-drops-supplementary-groups"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/security/user-group-drops-supplementary-groups.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let memberships = Memberships::of(file.facts);
    if memberships.is_empty() {
        return;
    }
    for step in file.model.stages.iter().flat_map(|stage| StageView { file, stage }.steps()) {
        let (Kind::User(text), Some(stage)) = (&step.instruction.kind, step.stage) else { continue };
        let value = step.expand(&text.value);
        let Some((user, group)) = value.as_known().and_then(|value| value.split_once(':')) else { continue };
        let found = memberships.before(file.model, stage, step.index, user);
        let Some(found) = found.filter(|found| found.groups.iter().any(|other| **other != *group)) else { continue };
        let written = file.source.slice(text.span);
        let colon = written.find(':').filter(|_| written == &*text.value);
        let named = colon.map(|at| text.span.part(at..written.len()));
        findings
            .at(named.unwrap_or(text.span), message(found, group))
            .label(found.span, "put into these groups here")
            .help("leave the group out: `USER` then takes all groups of the account")
            .fix("Leave the group out", Safety::Unsafe, named.map(Edit::delete));
    }
}

/// How many groups a message names.
const MOST_GROUPS: usize = 5;

fn message(found: &Membership, group: &str) -> String {
    let groups = found.groups.get(..MOST_GROUPS).unwrap_or(&found.groups).join("`, `");
    format!("with the group `{group}` named, `{}` is not in `{groups}` any more", found.user)
}
