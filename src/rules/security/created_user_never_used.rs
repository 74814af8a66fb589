//! An account is created, and root goes on running everything.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("created-user-never-used", Group::Security, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["tally:user-created-but-never-used"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/security/created-user-never-used.md"))
    .checks(&[Check::FinalStage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let starts = view.ending().sets_command || view.base().is_some_and(|base| base.command);
    let understood = !view.starts_unseen_script() && !view.serves_logins();
    if !starts || !view.stays_root() || view.is_interactive() || !understood {
        return;
    }
    let unused = view.unused_accounts();
    let plain = unused.len() == 1 && view.user().is_none();
    let start = |step: &Step<'_>| matches!(step.instruction.keyword, Keyword::Cmd | Keyword::Entrypoint);
    for account in &unused {
        let name = &account.name;
        let place = view.steps().find(start).filter(|_| plain).map(|step| step.insertion_point());
        findings
            .at(account.span, format!("the account `{name}` is created, and nothing runs as it"))
            .help(format!("switch to it before the program starts: `USER {name}`"))
            .fix(
                format!("Insert `USER {name}`"),
                Safety::Unsafe,
                place.map(|place| Edit::insert(place, format!("USER {name}\n"))),
            );
    }
}
