//! A start command that installs or builds what the image should hold.

use super::super::prelude::*;
use crate::facts::PieceOrigin;
use crate::facts::startup_work::{gives_application_owner, installs_for_run_time, is_optional, makes_program};

pub(crate) static RULE: Rule = Rule::new("install-at-startup", Group::Runtime, Severity::Info)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/runtime/install-at-startup.md"))
    .checks(&[Check::Start(check)]);

const HELP: &str = "do it in a RUN, so that it happens once and every container starts the same";

fn check(view: &StartView<'_>, findings: &mut Findings) {
    if !view.is_run() {
        return;
    }
    let piece = view.piece;
    let optional = |command: usize| is_optional(&piece.script, command, view.source());
    for action in piece.deeds.packages.iter().filter(|action| installs_for_run_time(action)) {
        if !optional(action.command) {
            let words = piece.command_of(action).map_or(&[][..], |command| &command.words);
            let verb = words.iter().skip(1).filter(|word| action.verb_span.encloses(word.span));
            let text: Vec<&str> = words.first().into_iter().chain(verb).map(|word| &*word.text).collect();
            let message = format!("`{}` runs each time a container starts", text.join(" "));
            findings.at(action.span, message).help(HELP);
        }
    }
    for (index, command) in view.commands().iter().enumerate() {
        // An image that starts nothing but `make` is a tool.
        let tool = piece.origin == PieceOrigin::Exec;
        if makes_program(piece, command) && !tool && !optional(index) {
            let text = command.name().unwrap_or("");
            findings
                .at(command.words_span(), format!("`{text}` builds or unpacks a program each time a container starts"))
                .help(HELP);
        } else if gives_application_owner(command) && !optional(index) {
            let message = "every file of the application gets its owner again each time a container starts";
            findings.at(command.words_span(), message).help("set the owner in the build: COPY --chown");
        }
    }
}
