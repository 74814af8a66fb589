//! A start command that installs or builds what the image should hold.

use super::super::prelude::*;
use crate::facts::Piece;
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
    let mut reported: Option<usize> = None;
    for action in &piece.deeds.packages {
        let installs = matches!(action.verb, Verb::Install | Verb::Sync | Verb::Update | Verb::Upgrade);
        let system = action.manager.system || matches!(action.verb, Verb::Install | Verb::Sync);
        let Some(command) = commands.get(action.command).filter(|_| installs && system) else { continue };
        // `apt-get update && apt-get install` is one deed.
        if action.verb == Verb::Update || is_optional(view, command) {
            continue;
        }
        if reported.is_none_or(|before| before != action.command) {
            let verbs = command.words.iter().filter(|word| action.verb_span.encloses(word.span)).map(|word| &*word.text);
            let name = command.name().unwrap_or("");
            let text = std::iter::once(name).chain(verbs.filter(|verb| *verb != &*command.words[0].text)).collect::<Vec<_>>().join(" ");
            findings.at(action.span, format!("`{text}` runs each time a container starts")).help(HELP);
            reported = Some(action.command);
        }
    }
    for (index, command) in commands.iter().enumerate() {
        if (builds(command) || unpacks_download(piece, index, command)) && !is_optional(view, command) {
            let text = command.name().unwrap_or("");
            findings.at(command.words_span(), format!("`{text}` builds or unpacks a program each time a container starts")).help(HELP);
        } else if changes_owner(command) && !is_optional(view, command) {
            let message = "every file of the application gets its owner again each time a container starts";
            findings.at(command.words_span(), message).help("set the owner in the build: COPY --chown");
        }
    }
}

fn builds(command: &Command) -> bool {
    match command.name() {
        Some("make") => !command.words.iter().skip(1).any(|word| {
            ["run", "start", "serve", "up", "migrat", "test", "dev"].iter().any(|verb| word.text.contains(verb))
        }),
        Some("gcc" | "g++" | "docker-php-ext-install" | "install-php-extensions" | "docker-php-ext-enable") => true,
        Some("cargo" | "go") => command.words.get(1).is_some_and(|verb| verb.is("build")),
        _ => false,
    }
}

/// `curl … | tar x`
fn unpacks_download(piece: &Piece, index: usize, command: &Command) -> bool {
    let Some((pipeline, position)) = command.pipeline.filter(|(_, position)| *position > 0) else { return false };
    let before = piece.script.pipelines.get(pipeline).and_then(|pipeline| *pipeline.stages.get(position - 1)?);
    matches!(command.name(), Some("tar" | "unzip" | "sh" | "bash"))
        && before.filter(|before| *before < index).and_then(|before| piece.script.commands.get(before)).is_some_and(|before| matches!(before.name(), Some("curl" | "wget")))
}

/// A recursive `chown` of the application's own files; data in volumes is another matter.
fn changes_owner(command: &Command) -> bool {
    let recursive = command.words.iter().any(|word| word.is("--recursive") || word.text.starts_with('-') && !word.text.starts_with("--") && word.text.contains('R'));
    let application = |text: &str| {
        matches!(text.trim_end_matches(['/', '*']).trim_end_matches('/'), "/app" | "/usr/src/app" | "/usr/src" | "/code" | "/opt/app" | "/srv/app" | "/var/www" | "/var/www/html" | "/workspace" | "." )
    };
    command.name() == Some("chown") && recursive && command.words.iter().skip(1).any(|word| application(&word.text))
}

/// Whether it stands under a condition that speaks of development, or in a function, which somebody may never call.
fn is_optional(view: &StartView<'_>, command: &Command) -> bool {
    if command.in_function.is_some() {
        return true;
    }
    let statements = &view.piece.script.statements;
    let around = statements.partition_point(|statement| statement.span.end <= command.span.start);
    let Some(statement) = statements.get(around).filter(|statement| statement.span.encloses(command.span)) else { return false };
    let before = view.source().slice(Span::new(statement.span.start, command.span.start)).to_ascii_lowercase();
    command.conditional && ["dev", "debug", "test", "local"].iter().any(|word| before.contains(word))
}
