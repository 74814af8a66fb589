//! Logs that stay in the container.

use super::super::prelude::*;
use crate::facts::last_command;
use crate::facts::logs::{is_log_file, log_option};
use crate::knowledge::tools::{is_log_package, is_logger};

pub(crate) static RULE: Rule = Rule::new("log-written-to-file", Group::Runtime, Severity::Info)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/runtime/log-written-to-file.md"))
    .checks(&[Check::Start(check), Check::RunInImage(check_install)]);

const HELP: &str = "write to standard output and standard error, and let Docker keep the logs";

fn check(view: &StartView<'_>, findings: &mut Findings) {
    if !view.is_run() {
        return;
    }
    let mut logs: Vec<(Span, &str, &str)> = Vec::new();
    let last = last_command(&view.piece.script);
    for (index, command) in view.commands().iter().enumerate().filter(|(_, command)| !command.substitution) {
        if !(Some(index) == last || command.background || command.runs_on() || command.replaces_shell()) {
            continue;
        }
        for file in command.output_files().filter(|file| is_log_file(&file.text)) {
            logs.push((file.span, "output", &file.text));
        }
        logs.extend(log_option(command).map(|(span, path)| (span, "log", path)));
    }
    if logs.is_empty() || view.file.facts.links_logs(view.file.model, view.stage) {
        return;
    }
    for (span, what, path) in logs {
        findings.at(span, format!("the {what} goes to {path}, where `docker logs` does not see it")).help(HELP);
    }
}

/// A logging service in an image that is not for the logging service itself.
fn check_install(run: &Run<'_>, findings: &mut Findings) {
    let Some(stage) = run.step.stage else { return };
    let installs = run.facts.packages().filter(|action| action.installs_system()).flat_map(|action| &action.packages);
    for package in installs.filter(|package| is_log_package(&package.name)) {
        let mut started = run.step.file.facts.started_commands(stage).filter_map(Command::name);
        if !started.any(is_logger) {
            findings
                .at(package.span, format!("{} is for logs in files, which stay inside the container", package.name))
                .help(HELP);
        }
    }
}
