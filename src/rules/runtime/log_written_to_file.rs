//! Logs that stay in the container.

use super::super::prelude::*;
use crate::facts::last_command;
use crate::knowledge::package_managers::Verb;
use crate::shell::{Command, RedirectKind};

/// The rule.
pub static RULE: Rule = Rule {
    name: "log-written-to-file",
    group: Group::Runtime,
    severity: Severity::Info,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::None,
    page: include_str!("../../../rules/runtime/log-written-to-file.md"),
    checks: &[Check::Start(check), Check::Run(check_install)],
};

const HELP: &str = "write to standard output and standard error, and let Docker keep the logs";

/// Options that name a log file, as their names end: `--access-logfile`, `--logfile`.
const OPTIONS: &[&str] = &["logfile", "log-file", "log_file", "logpath", "log-path", "logto", "errorlog"];

/// Programs that keep log files.
const PACKAGES: &[&str] = &["rsyslog", "syslog-ng", "logrotate"];

fn check(view: &StartView<'_>, findings: &mut Findings) {
    if !view.is_run() || view.file.facts.links_logs(view.file.model, view.stage) {
        return;
    }
    let script = &view.piece.script;
    let last = last_command(script);
    for (index, command) in script.commands.iter().enumerate() {
        if command.substitution
            || !(Some(index) == last || command.background || command.runs_on() || command.replaces_shell())
        {
            continue;
        }
        for redirect in &command.redirects {
            let writes = matches!(redirect.kind, RedirectKind::Write | RedirectKind::Append | RedirectKind::Both);
            let Some(target) = redirect.target.as_ref().filter(|target| writes && is_log(&target.text)) else {
                continue;
            };
            findings
                .at(target.span, format!("the output goes to {}, where `docker logs` does not see it", target.text))
                .help(HELP);
        }
        if let Some((span, path)) = log_option(command) {
            findings.at(span, format!("the log goes to {path}, where `docker logs` does not see it")).help(HELP);
        }
    }
}

/// The option with the path of a log file, and the path.
fn log_option(command: &Command) -> Option<(Span, &str)> {
    let mut words = command.words.iter().peekable();
    while let Some(word) = words.next() {
        let Some(option) = word.text.strip_prefix("--") else { continue };
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, Some((value, word.span))),
            None => (option, words.peek().map(|next| (&*next.text, next.span))),
        };
        if OPTIONS.iter().any(|ending| name.ends_with(ending))
            && let Some((path, span)) = value.filter(|(path, _)| path.contains('/') && !is_stream(path))
        {
            return Some((span, path));
        }
    }
    None
}

fn is_stream(path: &str) -> bool {
    path.starts_with("/dev/") || path.starts_with("/proc/")
}

fn is_log(path: &str) -> bool {
    !is_stream(path)
        && (path.starts_with("/var/log/") || path.rsplit_once('.').is_some_and(|(_, ending)| ending == "log"))
}

/// A logging service in the image.
fn check_install(run: &Run<'_>, findings: &mut Findings) {
    let Some(stage) = run.step.stage.filter(|stage| stage.in_image) else { return };
    // An image for the logging service itself.
    let facts = run.step.file.facts;
    let mut started = facts.commands_at_end(stage).flat_map(|startup| &startup.piece.script.commands);
    let is_logger = |name: &str| PACKAGES.iter().any(|package| name.starts_with(package));
    if started.any(|command| command.name().is_some_and(is_logger)) {
        return;
    }
    let installs = run.facts.packages().filter(|action| action.manager.system && action.verb == Verb::Install);
    for package in installs.flat_map(|action| &action.packages) {
        if PACKAGES.contains(&&*package.name) {
            findings
                .at(package.span, format!("{} is for logs in files, which stay inside the container", package.name))
                .help(HELP);
        }
    }
}
