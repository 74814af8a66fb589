//! A server whose port the image does not name.

use super::super::prelude::*;
use crate::facts::listens_on;

pub(crate) static RULE: Rule = Rule::new("exposed-port-missing", Group::Runtime, Severity::Info)
    .workshop()
    .aliases(&["droast:DF022"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/runtime/exposed-port-missing.md"))
    .checks(&[Check::FinalStage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let mut instructions = view.instructions_in_chain();
    let exposes = instructions.any(|instruction| instruction.keyword == Keyword::Expose);
    if exposes || view.base().is_some_and(|base| base.service.is_some()) {
        return;
    }
    let mut started = view.file.facts.commands_at_end(view.stage);
    let found = started.find_map(|startup| {
        startup.piece.script.commands.iter().find_map(|command| Some((startup, command, listens_on(command)?)))
    });
    let Some((startup, command, (port, span))) = found else { return };
    let name = command.name().unwrap_or("the command");
    findings
        .at(span, format!("{name} listens on port {port}, and no EXPOSE says so"))
        .help(format!("add `EXPOSE {port}`"))
        .fix(format!("Add `EXPOSE {port}`"), Safety::Unsafe, view.insert_before(startup, &format!("EXPOSE {port}")));
}
