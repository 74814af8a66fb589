//! A server whose port the image does not name.

use super::super::prelude::*;
use crate::knowledge::daemons::Mode;
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "exposed-port-missing",
    group: Group::Runtime,
    severity: Severity::Info,
    recommended: false,
    workshop: true,
    aliases: &["droast:DF022"],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/runtime/exposed-port-missing.md"),
    checks: &[Check::Stage(check)],
};

/// Ports of services that also, or only, use UDP, or that are used as clients as often.
const OTHER: &[u16] = &[53, 123, 161, 514, 1194];

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let (stage, file) = (view.stage, view.file);
    if !stage.is_final || file.model.base_image(stage).is_some_and(|base| base.service.is_some()) {
        return;
    }
    let exposes = file.model.chain(stage).any(|stage| {
        let instructions = file.dockerfile.instructions.get(stage.instructions.clone()).unwrap_or_default();
        instructions.iter().any(|instruction| instruction.keyword == Keyword::Expose)
    });
    if exposes {
        return;
    }
    for startup in file.facts.commands_at_end(stage) {
        let found = startup.piece.script.commands.iter().find_map(|command| Some((command, listens_on(command)?)));
        let Some((command, (port, span))) = found else { continue };
        let name = command.name().unwrap_or("the command");
        let finding = findings
            .at(span, format!("{name} listens on port {port}, and no EXPOSE says so"))
            .help(format!("add `EXPOSE {port}`"));
        if let Some(instruction) = file.dockerfile.instructions.get(startup.at).filter(|_| startup.stage == stage.index)
        {
            let edit = Edit { span: Span::empty(instruction.span.start), replacement: format!("EXPOSE {port}\n") };
            finding.fix(format!("Add `EXPOSE {port}`"), Safety::Unsafe, vec![edit]);
        }
        return;
    }
}

/// The port that a command listens on, and the words that say so: an option, or the server's name.
fn listens_on(command: &Command) -> Option<(u16, Span)> {
    let known = command.daemon().filter(|(_, mode)| *mode != Mode::NotStarted);
    if known.is_none() && !command.runs_on() {
        return None;
    }
    for pair in command.words.windows(2) {
        if matches!(&*pair[0].text, "--port" | "-p" | "--http-port" | "--listen" | "--bind" | "-b" | "-S")
            && let Some(port) = port_in(&pair[1].text)
        {
            return Some((port, pair[1].span));
        }
    }
    let attached = command.words.iter().find_map(|word| {
        let (name, value) = word.text.split_once('=')?;
        matches!(name, "--port" | "--http-port" | "--listen" | "--bind" | "--server.port")
            .then_some((port_in(value)?, word.span))
    });
    attached.or_else(|| Some((*known?.0.ports.first().filter(|port| !OTHER.contains(port))?, command.words_span())))
}

/// `8080`, `0.0.0.0:8080`
fn port_in(text: &str) -> Option<u16> {
    text.rsplit(':').next()?.parse().ok().filter(|port| *port > 0)
}
