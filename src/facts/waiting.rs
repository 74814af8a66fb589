//! Loops that wait for a service.

use crate::knowledge::tools::is_connectivity_probe;
use crate::shell::{Command, Loop, LoopKind, Script};
use crate::source::Source;

/// What counts rounds or time, as it stands in a script.
const COUNTERS: &[&str] =
    &["$((", "((", "$[", "expr ", "let ", " -lt ", " -gt ", " -ge ", " -le ", "SECONDS", "date +%s", "deadline"];

/// The loops of a text that wait for a service forever if need be, each with the command that asks for it.
pub fn endless_waits<'a>(script: &'a Script, source: &'a Source) -> impl Iterator<Item = (&'a Loop, &'a Command)> {
    script.loops.iter().enumerate().filter_map(|(number, around)| {
        let parts = [&around.condition, &around.body];
        let inside = || parts.iter().filter_map(|part| script.commands.get((*part).clone())).flatten();
        let own = || inside().filter(|command| command.in_loop == Some(number));
        let sleeps = own().any(|command| command.name() == Some("sleep"));
        // A loop that nothing but a signal ends watches; it does not wait.
        let waits =
            around.kind != LoopKind::For && sleeps && (!is_endless(&script.commands, around) || own().any(leaves));
        let probe = own().find(|command| probes(command)).filter(|_| waits)?;
        let text = source.slice(around.span);
        let bounded = COUNTERS.iter().any(|counter| text.contains(counter));
        (!bounded && !inside().any(|command| is_timed(command, around))).then_some((around, probe))
    })
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
    command.name().is_some_and(is_connectivity_probe)
        || command.targets().any(|target| target.text.starts_with("/dev/tcp/"))
}

/// Whether `timeout` stands in front of the shell that runs the loop.
fn is_timed(command: &Command, around: &Loop) -> bool {
    command.wrappers.iter().any(|wrapper| &*wrapper.name == "timeout" && wrapper.span.start < around.span.start)
}
