//! Work that a start script does each time, although the image could hold its result.

use super::deeds::PackageAction;
use super::process::statement_around;
use super::run::Piece;
use crate::knowledge::files::is_application_folder;
use crate::knowledge::package_managers::Verb;
use crate::shell::{Command, Script};
use crate::source::{Source, Span};

/// Whether a use of a package manager installs what the image could hold. `apt-get update && apt-get install` is one deed, and
/// what upgrades a language's packages is a rare one.
pub fn installs_for_run_time(action: &PackageAction) -> bool {
    match action.verb {
        Verb::Install | Verb::Sync => true,
        Verb::Upgrade => action.manager.system,
        _ => false,
    }
}

/// Whether a command builds a program, or unpacks one that it fetches.
pub fn makes_program(piece: &Piece, command: &Command) -> bool {
    builds(command) || unpacks_download(piece, command)
}

fn builds(command: &Command) -> bool {
    const RUNS: &[&str] = &["run", "start", "serve", "up", "migrat", "test", "dev", "modul", "clean"];
    match command.name() {
        Some("make") => !command.arguments().iter().any(|word| RUNS.iter().any(|verb| word.text.contains(verb))),
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

/// Whether a command gives all of the application's own files an owner; data in volumes is another matter.
pub fn gives_application_owner(command: &Command) -> bool {
    command.name() == Some("chown")
        && command.is_recursive()
        && command.arguments().iter().any(|word| is_application_folder(&word.text))
}

/// Whether a command stands under a condition that speaks of development, or in a function, which somebody may never call.
pub fn is_optional(script: &Script, index: usize, source: &Source) -> bool {
    const WORDS: &[&str] = &["dev", "debug", "test", "local"];
    let Some(command) = script.commands.get(index).filter(|command| command.conditional) else { return false };
    let Some(statement) = statement_around(script, index) else { return false };
    let before = Span::new(statement.span.start, command.span.start.max(statement.span.start));
    let before = source.slice(before).to_ascii_lowercase();
    command.in_function.is_some() || WORDS.iter().any(|word| before.contains(word))
}
