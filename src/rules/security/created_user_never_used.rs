//! An account is created, and root goes on running everything.

use super::super::prelude::*;
use crate::facts::privileges::{is_workplace, leaves_root, serves_logins, starts_unseen_script, unused_accounts};
use crate::facts::purpose::{is_for_development, starts_a_prompt};

/// The rule.
pub static RULE: Rule = Rule {
    name: "created-user-never-used",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &["tally:user-created-but-never-used"],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/security/created-user-never-used.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    let (facts, model) = (file.facts, file.model);
    let Some(stage) = model.final_stage() else { return };
    let base = model.base_image(stage);
    let starts = facts.ending(stage).sets_command || base.is_some_and(|base| base.command);
    if !starts || leaves_root(facts, model, stage) || is_workplace(model, stage) {
        return;
    }
    if starts_a_prompt(facts, stage) || is_for_development(file.source.path(), stage) {
        return;
    }
    if starts_unseen_script(facts, model, stage) || serves_logins(facts, model, stage) {
        return;
    }
    let unused = unused_accounts(facts, model, stage);
    let only = unused.len() == 1 && model.last_state(stage).is_some_and(|state| state.user.is_none());
    for account in &unused {
        let name = &account.name;
        let finding = findings
            .at(account.span, format!("the account `{name}` is created, and nothing runs as it"))
            .help(format!("switch to it before the program starts: `USER {name}`"));
        let first = stage.instructions.clone().find(|at| {
            let keyword = file.dockerfile.instructions.get(*at).map(|instruction| instruction.keyword);
            matches!(keyword, Some(Keyword::Cmd | Keyword::Entrypoint))
        });
        if let Some(place) = first.filter(|_| only).and_then(|at| insertion_point(file, at)) {
            let edit = Edit { span: Span::empty(place), replacement: format!("USER {name}\n") };
            finding.fix(format!("Insert `USER {name}`"), Safety::Unsafe, vec![edit]);
        }
    }
}

/// In front of an instruction and of the comments that stand directly above it.
fn insertion_point(file: &File<'_>, at: usize) -> Option<u32> {
    let instruction = file.dockerfile.instructions.get(at)?;
    let above = file.dockerfile.comments.get(instruction.comments_above.clone()).and_then(<[_]>::first);
    Some(above.map_or(instruction.span.start, |comment| comment.span.start))
}
