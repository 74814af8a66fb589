//! A server that another signal than the container's would stop cleanly.

use super::super::prelude::*;
use crate::knowledge::daemons::{Mode, canonical_signal};
use crate::model::Base;

/// The rule.
pub static RULE: Rule = Rule {
    name: "stopsignal-mismatch",
    group: Group::Runtime,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &["tally:prefer-nginx-sigquit", "tally:prefer-systemd-sigrtmin-plus-3"],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/runtime/stopsignal-mismatch.md"),
    checks: &[Check::Stage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let (file, stage) = (view.file, view.stage);
    let ending = file.facts.ending(stage);
    let main = ending.entrypoint.or(ending.cmd).and_then(|number| file.facts.startups.get(number));
    let Some(main) = main.filter(|main| stage.in_image && main.stage == stage.index && main.exec) else {
        return;
    };
    let [command] = main.piece.script.commands.as_slice() else { return };
    let Some((daemon, mode)) = command.daemon().filter(|_| command.wrappers.is_empty()) else {
        return;
    };
    let Some(wanted) = daemon.stop_signal.filter(|_| mode != Mode::NotStarted) else { return };
    let set = file.model.chain(stage).find_map(|stage| {
        let instructions = file.dockerfile.instructions.get(stage.instructions.clone())?;
        instructions.iter().rev().find_map(|instruction| match &instruction.kind {
            Kind::Stopsignal(text) => Some(canonical_signal(&text.value)),
            _ => None,
        })
    });
    let root = file.model.root(stage);
    let inherited = match (&root.base, file.model.base_image(stage)) {
        (Base::Scratch, _) => None,
        (_, Some(base)) => base.stop_signal,
        _ => return,
    };
    let none_set = set.is_none();
    let effective = match set {
        Some(Some(signal)) => signal,
        // A spelling that is not known, or a variable.
        Some(None) => return,
        None => inherited.unwrap_or("SIGTERM").to_owned(),
    };
    if effective == wanted {
        return;
    }
    let name = command.name().unwrap_or("the server");
    let finding = findings
        .at(command.words[0].span, format!("{name} stops cleanly on {wanted}, and the container sends {effective}"))
        .help(format!("add `STOPSIGNAL {wanted}`"));
    if let Some(instruction) = file.dockerfile.instructions.get(main.at).filter(|_| none_set) {
        let edit = Edit { span: Span::empty(instruction.span.start), replacement: format!("STOPSIGNAL {wanted}\n") };
        finding.fix(format!("Add `STOPSIGNAL {wanted}`"), Safety::Unsafe, vec![edit]);
    }
}
