//! A main process that goes into the background, so that the container ends.

use super::super::prelude::*;
use crate::dockerfile::Keyword as Instruction;
use crate::facts::last_command;
use crate::knowledge::daemons::{Daemon, Mode};
use crate::knowledge::processes::service_started;
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "main-process-daemonizes",
    group: Group::Runtime,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/runtime/main-process-daemonizes.md"),
    checks: &[Check::Start(check)],
};

fn check(view: &StartView<'_>, findings: &mut Findings) {
    let script = &view.piece.script;
    if !view.is_main() {
        return;
    }
    let Some(last) = last_command(script).and_then(|index| script.commands.get(index)) else {
        return;
    };
    // An ENTRYPOINT that is no script gets CMD's words as further options.
    let more = matches!(view.place, StartPlace::Instruction(startup) if startup.keyword == Instruction::Entrypoint && startup.exec)
        && view.file.facts.ending(view.stage).cmd.is_some();
    if more || last.pipeline.is_some() || last.words.is_empty() {
        return;
    }
    let span = last.words_span();
    if let Some(name) = service_started(&last.texts()) {
        findings
            .at(span, format!("{name} is started in the background, so the container ends at once"))
            .help("run the server itself, in the foreground");
        return;
    }
    let daemon = last.daemon();
    let Some((daemon, _)) = daemon.filter(|(_, mode)| *mode == Mode::Background) else {
        if last.background && (last.runs_on() || last.runs_arguments()) {
            let name = view.source().slice(last.words[0].span);
            findings
                .at(span, format!("{name} is sent into the background by `&`, so the container ends at once"))
                .help("remove the `&`");
        }
        return;
    };
    if daemon.config.is_some_and(|config| is_configured(view, config, daemon)) {
        return;
    }
    let name = daemon.names.iter().find(|name| last.name() == Some(name)).unwrap_or(&daemon.names[0]);
    let finding = findings.at(span, format!("{name} goes into the background, so the container ends at once"));
    if daemon.stay.is_empty() {
        finding.help("start it without the option that sends it into the background");
        return;
    }
    let finding = finding.help(format!("keep it in the foreground with `{}`", daemon.stay.join(" ")));
    if let Some(replacement) = foreground(view, last, daemon) {
        let edit = Edit { span: Span::new(span.end, span.end), replacement };
        finding.fix("Keep it in the foreground", Safety::Unsafe, vec![edit]);
    }
}

/// The option that keeps it in the foreground, in the form of the text around it.
fn foreground(view: &StartView<'_>, last: &Command, daemon: &Daemon) -> Option<String> {
    let word = last.words.last()?;
    let asked = last.texts().iter().any(|word| matches!(*word, "start" | "restart" | "-k" | "-D" | "--daemonize"));
    if asked || view.source().slice(word.span).trim_matches(['"', '\'']) != &*word.text {
        return None;
    }
    let json = view.source().slice(word.span).starts_with('"')
        && matches!(view.place, StartPlace::Instruction(startup) if startup.exec);
    // Inside `["sh", "-c", "…"]` quotes would have to be escaped.
    let inner = last.wrappers.iter().any(|wrapper| matches!(&*wrapper.name, "sh" | "bash" | "ash"));
    (!inner).then(|| {
        daemon
            .stay
            .iter()
            .map(|word| match (json, word.contains([' ', ';'])) {
                (true, _) => format!(", \"{word}\""),
                (false, true) => format!(" '{word}'"),
                (false, false) => format!(" {word}"),
            })
            .collect()
    })
}

/// Whether the stage may keep the program in the foreground by its configuration: it brings the file, edits it, or its base
/// is not known.
fn is_configured(view: &StartView<'_>, config: &str, daemon: &Daemon) -> bool {
    let (model, facts) = (view.file.model, view.file.facts);
    model.base_image(view.stage).is_none() || facts.configures(model, view.stage, daemon.names[0], config)
}
