//! Scripts from the network that are run without a look at them.

use std::collections::HashMap;

use super::deeds::Destination;
use super::run::Piece;
use crate::knowledge::tools::{is_downloader, is_interpreter, is_shell, is_verifier};
use crate::shell::{Command, Word};
use crate::source::file_name;

/// A script that is fetched and run.
#[derive(Clone, Copy, Debug)]
pub struct FetchedScript<'a> {
    /// The interpreter that runs it, or its own name.
    pub runner: &'a Word,
    /// The command that fetches it.
    pub fetch: &'a Command,
    /// It was saved to a file of that name first.
    pub saved: bool,
    /// It may be a program: nothing but its own start runs it, and neither name nor address is that of a script.
    pub maybe_program: bool,
}

/// The scripts that a text fetches and runs: in a pipe, by a substitution, from a file.
pub fn fetched_scripts(piece: &Piece) -> Vec<FetchedScript<'_>> {
    let mut found: Vec<FetchedScript<'_>> = Vec::new();
    piped(piece, &mut found);
    substituted(&piece.script.commands, &mut found);
    saved(piece, &mut found);
    found
}

/// `curl … | sh`
fn piped<'a>(piece: &'a Piece, found: &mut Vec<FetchedScript<'a>>) {
    for pipeline in &piece.script.pipelines {
        let mut stages = pipeline.stages.iter().flatten().filter_map(|at| Some((*at, piece.script.commands.get(*at)?)));
        let fetch = stages.find(|(_, command)| command.name().is_some_and(is_downloader));
        // What goes to a file does not go on.
        let Some((_, fetch)) = fetch.filter(|(at, _)| !piece.saves(*at)) else { continue };
        let behind: Vec<&Command> = stages.map(|(_, command)| command).collect();
        let verified = behind.iter().any(|command| command.name().is_some_and(is_verifier));
        if let Some(runner) = behind.iter().find_map(|command| reads_script(command)).filter(|_| !verified) {
            found.push(FetchedScript { runner, fetch, saved: false, maybe_program: false });
        }
    }
}

/// The name of an interpreter that executes its standard input: without a script of its own, without a program in an option.
fn reads_script(command: &Command) -> Option<&Word> {
    let (name, arguments) = command.words.split_first()?;
    let program = |text: &str| {
        let option = text.strip_prefix('-').unwrap_or("");
        !option.starts_with('-') && option.contains(['c', 'e', 'n', 'p', 'm', 'r', 'E'])
    };
    let shell = is_shell(&name.text);
    let own = arguments.first().is_some_and(|first| {
        let inline = if shell { first.is("-c") } else { program(&first.text) };
        inline || !first.text.starts_with('-') && !first.is("/dev/stdin")
    });
    (is_interpreter(&name.text) && !own).then_some(name)
}

/// `sh -c "$(curl …)"`, `bash <(curl …)`, `eval "$(curl …)"`.
fn substituted<'a>(commands: &'a [Command], found: &mut Vec<FetchedScript<'a>>) {
    let mut runner: Option<(u32, &Word)> = None;
    for command in commands {
        let outer =
            command.wrappers.iter().find(|wrapper| is_shell(&wrapper.name)).and_then(|wrapper| wrapper.words.first());
        let own =
            command.words.first().filter(|word| is_shell(&word.text) || matches!(&*word.text, "eval" | "source" | "."));
        let holds = command.words.iter().any(|word| word.substitution);
        if let Some(word) = outer.or(own).filter(|_| holds) {
            // Wrapped in `sh -c`, the substitution must be the program itself.
            let program = outer.is_none() || command.words.first().is_some_and(|word| word.substitution);
            runner = program.then_some((command.span.end, word));
        } else if command.substitution
            && command.name().is_some_and(is_downloader)
            && let Some((_, runner)) = runner.filter(|(end, _)| command.span.start < *end)
        {
            found.push(FetchedScript { runner, fetch: command, saved: false, maybe_program: false });
        }
    }
}

/// Saved to a file that is run without a look at it.
fn saved<'a>(piece: &'a Piece, found: &mut Vec<FetchedScript<'a>>) {
    let mut files: HashMap<&str, usize> = HashMap::new();
    let mut downloads = piece.deeds.downloads.iter().peekable();
    for (index, command) in piece.script.commands.iter().enumerate() {
        let Some((name, arguments)) = command.words.split_first() else { continue };
        if is_verifier(&name.text) {
            files.clear();
        }
        let script = if is_interpreter(&name.text) {
            arguments.iter().find(|word| !word.text.starts_with('-'))
        } else {
            Some(name)
        };
        let run = script.filter(|word| word.text.contains('/') || is_interpreter(&name.text));
        let fetch =
            run.and_then(|word| files.remove(file_name(&word.text))).and_then(|at| piece.script.commands.get(at));
        if let (Some(runner), Some(fetch)) = (run, fetch) {
            let maybe_program = !is_interpreter(&name.text) && !fetch.words.iter().any(|word| is_script(&word.text));
            found.push(FetchedScript { runner, fetch, saved: true, maybe_program });
        }
        while let Some(download) = downloads.next_if(|download| download.command <= index) {
            if let Destination::Path(path, _) = &download.to
                && &*download.tool != "git"
            {
                files.insert(file_name(path), download.command);
            }
        }
    }
}

/// Whether a path or an address is that of a script, as far as its name tells.
fn is_script(text: &str) -> bool {
    let name = file_name(text).to_ascii_lowercase();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    matches!(ending, "bash" | "php" | "pl" | "py" | "rb" | "run" | "sh")
        || ["install", "setup", "get-"].iter().any(|part| name.contains(part))
        || text.contains("raw.githubusercontent.com")
}
