//! A loop that waits for another service, forever if need be.

use super::super::prelude::*;
use crate::shell::{Command, Loop, LoopKind};

/// The rule.
pub static RULE: Rule = Rule {
    name: "unbounded-wait-loop",
    group: Group::Runtime,
    severity: Severity::Info,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::None,
    page: include_str!("../../../rules/runtime/unbounded-wait-loop.md"),
    checks: &[Check::Start(check)],
};

/// Programs that ask whether a service answers.
const PROBES: &[&str] = &[
    "curl", "grpc_health_probe", "mariadb", "mariadb-admin", "mongo", "mongosh", "mysql", "mysqladmin", "nc", "ncat",
    "netcat", "nslookup", "pg_isready", "ping", "psql", "redis-cli", "telnet", "wget", "wait-for-it", "wait-for-it.sh",
    "rabbitmqctl", "kafka-topics", "getent",
];

/// What counts rounds or time, as it stands in a script.
const COUNTERS: &[&str] =
    &["$((", "((", "$[", "expr ", "let ", " -lt ", " -gt ", " -ge ", " -le ", "SECONDS", "date +%s", "deadline"];

fn check(view: &StartView<'_>, findings: &mut Findings) {
    let commands = &view.piece.script.commands;
    for (number, around) in view.piece.script.loops.iter().enumerate() {
        let parts = [&around.condition, &around.body];
        let inside = || parts.iter().filter_map(|part| commands.get((*part).clone())).flatten();
        let own = || inside().filter(|command| command.in_loop == Some(number));
        let sleeps = own().any(|command| command.name() == Some("sleep"));
        // A loop that nothing but a signal ends watches; it does not wait.
        let waits = around.kind != LoopKind::For && sleeps && (!is_endless(commands, around) || own().any(leaves));
        let Some(probe) = own().find(|command| probes(command)).filter(|_| waits) else { continue };
        let text = view.source().slice(around.span);
        if COUNTERS.iter().any(|counter| text.contains(counter)) || inside().any(|command| is_timed(command, around)) {
            continue;
        }
        let name = probe.name().unwrap_or("the probe");
        findings
            .at(around.keyword, format!("this loop waits for {name} without a limit"))
            .help("give up after some time, so that the container ends with an error that somebody sees");
    }
}

/// `while true`
fn is_endless(commands: &[Command], around: &Loop) -> bool {
    let condition = commands.get(around.condition.clone()).unwrap_or_default();
    condition.iter().all(|command| {
        matches!(command.name(), Some("true" | ":" | "[" | "[["))
            && command.words.iter().all(|word| word.literal.is_some())
    })
}

fn leaves(command: &Command) -> bool {
    matches!(command.name(), Some("break" | "exit" | "return" | "exec"))
}

fn probes(command: &Command) -> bool {
    command.name().is_some_and(|name| PROBES.contains(&name))
        || command
            .redirects
            .iter()
            .any(|redirect| redirect.target.as_ref().is_some_and(|target| target.text.starts_with("/dev/tcp/")))
}

/// Whether `timeout` stands in front of the shell that runs the loop.
fn is_timed(command: &Command, around: &Loop) -> bool {
    command.wrappers.iter().any(|wrapper| &*wrapper.name == "timeout" && wrapper.span.start < around.span.start)
}
