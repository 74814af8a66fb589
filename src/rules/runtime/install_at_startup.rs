//! A start command that installs or builds what the image should hold.

use super::super::prelude::*;
use crate::facts::{Piece, statement_around};
use crate::knowledge::package_managers::Verb;
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "install-at-startup",
    group: Group::Runtime,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::None,
    page: include_str!("../../../rules/runtime/install-at-startup.md"),
    checks: &[Check::Start(check)],
};

const HELP: &str = "do it in a RUN, so that it happens once and every container starts the same";

fn check(view: &StartView<'_>, findings: &mut Findings) {
    if !view.is_run() {
        return;
    }
    let piece = view.piece;
    let commands = &piece.script.commands;
    for action in &piece.deeds.packages {
        // `apt-get update && apt-get install` is one deed, and what upgrades a language's packages is a rare one.
        let installs = match action.verb {
            Verb::Install | Verb::Sync => true,
            Verb::Upgrade => action.manager.system,
            _ => false,
        };
        if installs && !is_optional(view, action.command) {
            let words = commands.get(action.command).map_or(&[][..], |command| &command.words);
            let verb = words.iter().filter(|word| action.verb_span.encloses(word.span));
            let text: Vec<&str> = words.first().into_iter().chain(verb).map(|word| &*word.text).collect();
            let message = format!("`{}` runs each time a container starts", text.join(" "));
            findings.at(action.span, message).help(HELP);
        }
    }
    for (index, command) in commands.iter().enumerate() {
        if (builds(command) || unpacks_download(piece, command)) && !is_optional(view, index) {
            let text = command.name().unwrap_or("");
            findings
                .at(command.words_span(), format!("`{text}` builds or unpacks a program each time a container starts"))
                .help(HELP);
        } else if changes_owner(command) && !is_optional(view, index) {
            let message = "every file of the application gets its owner again each time a container starts";
            findings.at(command.words_span(), message).help("set the owner in the build: COPY --chown");
        }
    }
}

fn builds(command: &Command) -> bool {
    match command.name() {
        // A kernel's module can be built for the machine that it runs on only.
        Some("make") => !command.words.iter().skip(1).any(|word| {
            ["run", "start", "serve", "up", "migrat", "test", "dev", "modul", "clean"]
                .iter()
                .any(|verb| word.text.contains(verb))
        }),
        Some("gcc" | "g++" | "docker-php-ext-install" | "install-php-extensions" | "docker-php-ext-enable") => true,
        Some("cargo" | "go") => command.words.get(1).is_some_and(|verb| verb.is("build")),
        _ => false,
    }
}

/// `curl … | tar x`
fn unpacks_download(piece: &Piece, command: &Command) -> bool {
    let pipeline = command.pipeline.and_then(|(index, _)| piece.script.pipelines.get(index));
    let first = pipeline.and_then(|pipeline| piece.script.commands.get((*pipeline.stages.first()?)?));
    matches!(command.name(), Some("tar" | "unzip" | "sh" | "bash"))
        && first.is_some_and(|first| matches!(first.name(), Some("curl" | "wget")))
}

/// A recursive `chown` of the application's own files; data in volumes is another matter.
fn changes_owner(command: &Command) -> bool {
    let recursive = command.words.iter().any(|word| {
        word.is("--recursive") || word.text.starts_with('-') && !word.text.starts_with("--") && word.text.contains('R')
    });
    let application = |text: &str| {
        matches!(
            text.trim_end_matches(['/', '*']).trim_end_matches('/'),
            "/app"
                | "/usr/src/app"
                | "/usr/src"
                | "/code"
                | "/opt/app"
                | "/srv/app"
                | "/var/www"
                | "/var/www/html"
                | "/workspace"
        )
    };
    command.name() == Some("chown") && recursive && command.words.iter().skip(1).any(|word| application(&word.text))
}

/// Whether it stands under a condition that speaks of development, or in a function, which somebody may never call.
fn is_optional(view: &StartView<'_>, index: usize) -> bool {
    const WORDS: &[&str] = &["dev", "debug", "test", "local"];
    let script = &view.piece.script;
    let Some(command) = script.commands.get(index) else { return false };
    let Some(statement) = statement_around(script, index).filter(|_| command.conditional) else {
        return false;
    };
    let before = view.source().slice(Span::new(statement.span.start, command.span.start.max(statement.span.start)));
    let before = before.to_ascii_lowercase();
    command.in_function.is_some() || WORDS.iter().any(|word| before.contains(word))
}
