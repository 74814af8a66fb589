//! A server that another signal than the container's would stop cleanly.

use super::super::prelude::*;
use crate::knowledge::daemons::Mode;

pub(crate) static RULE: Rule = Rule::new("stopsignal-mismatch", Group::Runtime, Severity::Info)
    .recommended()
    .aliases(&["tally:prefer-nginx-sigquit", "tally:prefer-systemd-sigrtmin-plus-3"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/runtime/stopsignal-mismatch.md"))
    .checks(&[Check::StageInImage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if view.is_windows() {
        return;
    }
    let facts = view.file.facts;
    let main = facts.entrypoint(view.stage).or_else(|| facts.cmd(view.stage));
    let Some(main) = main.filter(|main| main.stage == view.stage.index && main.exec) else { return };
    let [command] = main.piece.script.commands.as_slice() else { return };
    let daemon = command.daemon().filter(|(_, mode)| *mode != Mode::NotStarted && command.wrappers.is_empty());
    let Some(wanted) = daemon.and_then(|(daemon, _)| daemon.stop_signal) else { return };
    let Some(sent) = view.stop_signal().filter(|sent| sent != wanted) else { return };
    let name = command.name().unwrap_or("the server");
    let named = view.instructions_in_chain().any(|instruction| instruction.keyword == Keyword::Stopsignal);
    let edit = view.insert_before(main, &format!("STOPSIGNAL {wanted}"));
    findings
        .at(command.name_span(), format!("{name} stops cleanly on {wanted}, and the container sends {sent}"))
        .help(format!("add `STOPSIGNAL {wanted}`"))
        .fix(format!("Add `STOPSIGNAL {wanted}`"), Safety::Unsafe, edit.filter(|_| !named));
}
