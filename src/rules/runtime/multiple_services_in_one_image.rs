//! A start command that starts several services.

use super::super::prelude::*;
use crate::facts::{Service, last_command, services};
use crate::knowledge::daemons::{Mode, daemon};
use crate::knowledge::processes::{is_process_manager, service_stopped};
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "multiple-services-in-one-image",
    group: Group::Runtime,
    severity: Severity::Info,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::None,
    page: include_str!("../../../rules/runtime/multiple-services-in-one-image.md"),
    checks: &[Check::Start(check)],
};

fn check(view: &StartView<'_>, findings: &mut Findings) {
    let script = &view.piece.script;
    let managed = |command: &Command| command.name().is_some_and(is_process_manager);
    // A process manager is the way to run several; what is stopped again was needed for a moment only.
    if !view.is_run() || script.commands.iter().any(|command| managed(command) || stops(command)) {
        return;
    }
    let last = last_command(script);
    let all = services(view.piece);
    let running = |service: &&Service<'_>| service.detached || Some(service.command) == last;
    let mut kept = all.iter().filter(running);
    let Some(first) = kept.next() else { return };
    let second = kept.find(|service| family(service.name) != family(first.name));
    let (span, second) = match second {
        Some(second) => (second.span, second.name),
        None if first.detached => {
            let main = last.filter(|last| *last > first.command).and_then(|last| script.commands.get(last));
            match main.and_then(|main| main_name(main, view)) {
                Some(name) if family(name) != family(first.name) => (first.span, name),
                _ => return,
            }
        }
        None => return,
    };
    let finding = findings
        .at(span, format!("{} and {second} are started in one container", first.name))
        .help("give each service its own image, and start them together with Compose");
    if span != first.span {
        finding.label(first.span, "starts here");
    }
}

/// What the container runs beside the detached service: the command itself, or the CMD that it is handed.
fn main_name<'a>(main: &'a Command, view: &StartView<'a>) -> Option<&'a str> {
    if !main.runs_arguments() {
        return main.name().filter(|_| main.is_application());
    }
    let facts = view.file.facts;
    let cmd = facts.startups.get(facts.ending(view.stage).cmd?)?;
    let command = cmd.piece.script.commands.first()?;
    let serves = match command.daemon() {
        Some((_, mode)) => mode != Mode::NotStarted,
        None => command.runs_on(),
    };
    command.name().filter(|_| serves)
}

/// One name for a service however it is started: `php8.2-fpm` and `php-fpm`, `mysql` and `mysqld`.
fn family(name: &str) -> &str {
    match daemon(name) {
        Some(daemon) => daemon.names[0],
        None => match name {
            "mysql" | "mariadb" => "mysqld",
            "ssh" => "sshd",
            "redis" => "redis-server",
            "apache" => "apache2",
            "postgresql" => "postgres",
            "rsyslog" => "rsyslogd",
            _ if name.starts_with("php") && name.ends_with("fpm") => "php-fpm",
            _ => name,
        },
    }
}

fn stops(command: &Command) -> bool {
    matches!(command.name(), Some("kill" | "pkill" | "killall"))
        || service_stopped(&command.texts()).is_some()
        || command.words.iter().any(|word| word.is("shutdown"))
}
