//! A start command that starts several services.

use super::super::prelude::*;
use crate::facts::{Service, last_command, services};
use crate::knowledge::daemons::service_family;
use crate::knowledge::processes::is_process_manager;

pub(crate) static RULE: Rule = Rule::new("multiple-services-in-one-image", Group::Runtime, Severity::Info)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/runtime/multiple-services-in-one-image.md"))
    .checks(&[Check::Start(check)]);

fn check(view: &StartView<'_>, findings: &mut Findings) {
    let managed = |command: &Command| command.name().is_some_and(is_process_manager);
    // A process manager is the way to run several; what is stopped again was needed for a moment only.
    if !view.is_run() || view.commands().iter().any(|command| managed(command) || stops(command)) {
        return;
    }
    let last = last_command(&view.piece.script);
    let all = services(view.piece);
    let running = |service: &&Service<'_>| service.detached || Some(service.command) == last;
    let mut kept = all.iter().filter(running);
    let Some(first) = kept.next() else { return };
    let other = |name: &str| service_family(name) != service_family(first.name);
    let beside = || {
        let main = view.commands().get(last.filter(|last| first.detached && *last > first.command)?)?;
        main_name(main, view).filter(|name| other(name)).map(|name| (first.span, name))
    };
    let second = kept.find(|service| other(service.name)).map(|second| (second.span, second.name));
    if let Some((span, second)) = second.or_else(beside) {
        let finding = findings
            .at(span, format!("{} and {second} are started in one container", first.name))
            .help("give each service its own image, and start them together with Compose");
        if span != first.span {
            finding.label(first.span, "starts here");
        }
    }
}

/// What the container runs beside the detached service: the command itself, or the CMD that it is handed.
fn main_name<'a>(main: &'a Command, view: &StartView<'a>) -> Option<&'a str> {
    if !main.runs_arguments() {
        return main.name().filter(|_| main.is_application());
    }
    let command = view.file.facts.cmd(view.stage)?.piece.script.commands.first()?;
    command.name().filter(|_| command.serves())
}

fn stops(command: &Command) -> bool {
    matches!(command.name(), Some("kill" | "pkill" | "killall"))
        || command.service_stopped().is_some()
        || command.words.iter().any(|word| word.is("shutdown"))
}
