//! A script from the network is run as it comes.

use super::super::prelude::*;
use std::collections::HashMap;

use crate::facts::{Destination, Piece};
use crate::knowledge::tools::{is_downloader, is_interpreter, is_shell, is_verifier};
use crate::shell::{Command, Word};

/// The rule.
pub static RULE: Rule = Rule {
    name: "remote-script-piped-to-shell",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &["droast:DF021"],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/remote-script-piped-to-shell.md"),
    checks: &[Check::Run(check)],
};

fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        let commands = &piece.script.commands;
        for pipeline in &piece.script.pipelines {
            let stages: Vec<&Command> = pipeline.stages.iter().flatten().filter_map(|at| commands.get(*at)).collect();
            let from = stages.iter().position(|command| command.name().is_some_and(is_downloader));
            let Some((fetch, behind)) = from.and_then(|from| Some((stages.get(from)?, stages.get(from + 1..)?))) else {
                continue;
            };
            let verified = behind.iter().any(|command| command.name().is_some_and(is_verifier));
            if let Some(word) = behind.iter().find_map(|command| reads_script(command)).filter(|_| !verified) {
                report(word, runs_what(word, fetch), fetch, findings);
            }
        }
        substituted(commands, findings);
        saved(piece, findings);
    }
}

fn runs_what(word: &Word, fetch: &Command) -> String {
    let tool = fetch.name().unwrap_or("a download");
    format!("`{}` runs what `{tool}` has fetched, unseen", word.text)
}

fn report(word: &Word, message: String, fetch: &Command, findings: &mut Findings) {
    findings
        .at(word.span, message)
        .label(fetch.span, "fetched here")
        .help("fetch it to a file, compare its checksum (`sha256sum -c`), then run it; or install a package");
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
fn substituted(commands: &[Command], findings: &mut Findings) {
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
            && let Some((_, word)) = runner.filter(|(end, _)| command.span.start < *end)
        {
            report(word, runs_what(word, command), command, findings);
        }
    }
}

/// Saved to a file that is run without a look at it.
fn saved(piece: &Piece, findings: &mut Findings) {
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
        if let (Some(word), Some(fetch)) = (run, fetch) {
            let tool = fetch.name().unwrap_or("a download");
            let message = format!("`{}` is run as `{tool}` has fetched it, unseen", word.text);
            report(word, message, fetch, findings);
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

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
