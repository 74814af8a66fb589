//! A RUN that starts a process which its layer cannot keep.

use super::super::prelude::*;
use std::collections::HashSet;

pub(crate) static RULE: Rule = Rule::new("background-process-in-run", Group::Runtime, Severity::Warning)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/runtime/background-process-in-run.md"))
    .checks(&[Check::Run(check)]);

const HELP: &str = "start it with CMD or ENTRYPOINT; what is needed in the build only must be stopped in the same RUN";

fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        let commands = &piece.script.commands;
        if commands.iter().any(looks_after) {
            continue;
        }
        let stopped: HashSet<String> =
            commands.iter().filter_map(|command| command.service_stopped().map(str::to_owned)).collect();
        let last = commands.iter().rposition(|command| !command.substitution);
        for (index, command) in commands.iter().enumerate().filter(|(_, command)| !command.substitution) {
            if let Some(name) = command.service_started() {
                if !stopped.contains(name) {
                    // What follows may be what it is started for.
                    let severity = if last == Some(index) { Severity::Warning } else { Severity::Info };
                    let message = format!("the service {name} does not run any more when this RUN ends");
                    findings.at(command.words_span(), message).severity(severity).help(HELP);
                }
            } else if command.is_job() && command.in_function.is_none() {
                let name = run.step.file.source.slice(command.name_span());
                let message = format!("{name} runs in the background and is gone when this RUN ends");
                findings.at(command.words_span(), message).help(HELP);
            }
        }
    }
}

/// Whether the text waits for its jobs or stops them.
fn looks_after(command: &Command) -> bool {
    command.looks_after_jobs() || command.has_argument(&["shutdown", "--shutdown"])
}
