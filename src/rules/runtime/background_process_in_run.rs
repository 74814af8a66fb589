//! A RUN that starts a process which its layer cannot keep.

use std::collections::HashSet;

use super::super::prelude::*;
use crate::knowledge::processes::{service_started, service_stopped};
use crate::shell::{Command, Joint};

/// The rule.
pub static RULE: Rule = Rule {
    name: "background-process-in-run",
    group: Group::Runtime,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::None,
    page: include_str!("../../../rules/runtime/background-process-in-run.md"),
    checks: &[Check::Run(check)],
};

const HELP: &str = "start it with CMD or ENTRYPOINT; what is needed in the build only must be stopped in the same RUN";

fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        let commands = &piece.script.commands;
        if commands.iter().any(looks_after) {
            continue;
        }
        let stopped: HashSet<String> =
            commands.iter().filter_map(|command| service_stopped(&command.texts()).map(str::to_owned)).collect();
        for command in commands.iter().filter(|command| !command.substitution) {
            let texts = command.texts();
            if let Some(name) = service_started(&texts) {
                if !stopped.contains(name) {
                    let message = format!("the service {name} does not run any more when this RUN ends");
                    findings.at(command.words_span(), message).help(HELP);
                }
            } else if command.background
                && matches!(command.joined_by, Joint::First | Joint::Sequence)
                && !command.words.is_empty()
                && command.in_function.is_none()
            {
                let name = run.step.file.source.slice(command.words[0].span);
                let message = format!("{name} runs in the background and is gone when this RUN ends");
                findings.at(command.words_span(), message).help(HELP);
            }
        }
    }
}

/// Whether the text waits for its jobs or stops them.
fn looks_after(command: &Command) -> bool {
    matches!(command.name(), Some("wait" | "kill" | "pkill" | "killall"))
        || command.words.iter().skip(1).any(|word| word.is("shutdown") || word.is("--shutdown"))
}
