//! A main process that goes into the background, so that the container ends.

use super::super::prelude::*;
use crate::facts::foreground_words;
use crate::knowledge::daemons::{Daemon, Mode};

pub(crate) static RULE: Rule = Rule::new("main-process-daemonizes", Group::Runtime, Severity::Warning)
    .recommended()
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/runtime/main-process-daemonizes.md"))
    .checks(&[Check::Start(check)]);

fn check(view: &StartView<'_>, findings: &mut Findings) {
    let last = view.piece.script.last().filter(|last| last.pipeline.is_none() && !last.words.is_empty());
    let Some(last) = last.filter(|_| view.is_main() && !view.is_completed_by_cmd()) else { return };
    let background = last.daemon().filter(|(_, mode)| *mode == Mode::Background);
    if let Some(name) = last.service_started() {
        findings
            .at(last.words_span(), format!("{name} is started in the background, so the container ends at once"))
            .help("run the server itself, in the foreground");
    } else if let Some((daemon, _)) = background {
        report_daemon(view, last, daemon, findings);
    } else if last.background && (last.runs_on() || last.runs_arguments()) {
        let name = view.source().slice(last.name_span());
        findings
            .at(last.words_span(), format!("{name} is sent into the background by `&`, so the container ends at once"))
            .help("remove the `&`");
    }
}

fn report_daemon(view: &StartView<'_>, last: &Command, daemon: &Daemon, findings: &mut Findings) {
    // Another configuration may say otherwise, and may be made when the container starts.
    let chosen = daemon.config.is_some() && last.words.iter().any(|word| word.is("-c"));
    if chosen || daemon.config.is_some_and(|config| is_configured(view, config, daemon)) {
        return;
    }
    let span = last.words_span();
    let name = daemon.names.iter().find(|name| last.name() == Some(name)).unwrap_or(&daemon.names[0]);
    let finding = findings.at(span, format!("{name} goes into the background, so the container ends at once"));
    if daemon.stay.is_empty() {
        finding.help("start it without the option that sends it into the background");
    } else {
        let words = foreground_words(view.source(), view.is_exec(), last, daemon);
        finding.help(format!("keep it in the foreground with `{}`", daemon.stay.join(" "))).fix(
            "Keep it in the foreground",
            Safety::Unsafe,
            words.map(|words| Edit::insert(span.end, words)),
        );
    }
}

/// Whether the stage may keep the program in the foreground by its configuration: it brings the file, edits it, or its base
/// is not known.
fn is_configured(view: &StartView<'_>, config: &str, daemon: &Daemon) -> bool {
    let (model, facts) = (view.file.model, view.file.facts);
    model.base_image(view.stage).is_none() || facts.configures(model, view.stage, daemon.names[0], config)
}
