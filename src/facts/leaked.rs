//! Credentials that the commands of a RUN write to files which stay in the layer.

use super::paths::{is_below, removes};
use super::run::{Piece, RunFacts};
use super::site::Site;
use crate::dockerfile::{Instruction, MountKind};
use crate::knowledge::credentials::is_credential_name;
use crate::knowledge::files::{SECRET_MOUNT_FOLDER, is_sensitive_file};
use crate::shell::{Command, RedirectKind, Word};
use crate::source::{Span, file_name};

/// A credential that a RUN leaves in its layer.
#[derive(Debug)]
pub struct Leaked {
    /// The word that brings it: the secret's file, the variable, the command's own word.
    pub span: Span,
    /// What is written, as the user names it.
    pub what: String,
    /// Where it ends up, as the user names it.
    pub place: String,
}

/// The credentials that a RUN leaves in its layer, in the order of the text.
pub fn leaked(run: &RunFacts, instruction: &Instruction, site: &Site<'_>) -> Vec<Leaked> {
    let secrets: Vec<String> = instruction
        .mounts
        .iter()
        .filter(|mount| mount.kind == MountKind::Secret)
        .filter_map(|mount| site.path(&mount.target.as_ref()?.value, site.directory()))
        .chain([SECRET_MOUNT_FOLDER.to_owned()])
        .collect();
    run.pieces.iter().flat_map(|piece| of_piece(piece, &secrets, site)).collect()
}

fn of_piece(piece: &Piece, secrets: &[String], site: &Site<'_>) -> Vec<Leaked> {
    let places = piece.directories(site);
    let is_secret = |word: &Word| {
        let text = site.path(&word.text, None).unwrap_or_else(|| word.text.to_string());
        secrets.iter().any(|folder| is_below(&text, folder))
    };
    let mut found = Vec::new();
    // The file that the words around a substitution go to, and where it ends.
    let mut around: Option<(u32, &Word)> = None;
    for (index, command) in piece.script.commands.iter().enumerate() {
        let name = command.name().unwrap_or("");
        let redirected = written_file(command).or_else(|| tee(piece, command));
        let directory = places.get(index).cloned().flatten();
        let mut add = |span: Span, what: String, target: &Word| {
            let path = site.path(&target.text, directory.as_deref());
            if !is_gone(piece, index, &target.text) && !path.is_some_and(|path| site.is_mounted(&path)) {
                found.push(Leaked { span, what, place: target.text.to_string() });
            }
        };
        let outer = around.filter(|(end, _)| command.substitution && command.span.start < *end);
        if let Some(target) = redirected.or(outer.map(|(_, target)| target)) {
            if let Some(secret) = command.words.iter().skip(1).find(|word| is_secret(word)) {
                if matches!(name, "cat" | "head" | "tail" | "tr" | "sed" | "base64" | "jq") {
                    add(secret.span, format!("the secret `{}`", secret.text), target);
                }
            } else if is_sensitive_file(&target.text)
                && matches!(name, "echo" | "printf")
                && let Some((variable, span)) = credential(command)
            {
                add(span, format!("`${variable}`"), target);
            }
            if command.words.iter().any(|word| word.substitution) {
                around = Some((command.span.end, target));
            }
        }
        if matches!(name, "cp" | "mv" | "install" | "ln")
            && !command.words.iter().any(|word| word.is("-s") || word.is("-sf"))
            && let Some((target, sources)) = command.words.split_last()
            && let Some(secret) = sources.iter().skip(1).find(|word| is_secret(word))
        {
            add(secret.span, format!("the secret `{}`", secret.text), target);
        }
        if let Some(file) = settings_file(command)
            && let Some((variable, span)) = credential(command)
            && !is_gone(piece, index, file)
            && !is_unset(piece, index)
        {
            found.push(Leaked { span, what: format!("`${variable}`"), place: file.to_owned() });
        }
    }
    found
}

/// The file that standard output goes to.
fn written_file(command: &Command) -> Option<&Word> {
    let redirect = command.redirects.iter().find(|redirect| {
        matches!(redirect.kind, RedirectKind::Write | RedirectKind::Append)
            && redirect.descriptor.is_none_or(|descriptor| descriptor == 1)
    })?;
    redirect.target.as_ref().filter(|target| !target.text.starts_with("/dev/"))
}

/// The file of the `tee` behind a command.
fn tee<'p>(piece: &'p Piece, command: &Command) -> Option<&'p Word> {
    let (pipeline, at) = command.pipeline?;
    let stages = &piece.script.pipelines.get(pipeline)?.stages;
    let next = piece.script.commands.get((*stages.get(at + 1)?)?)?;
    let words = next.words.iter().skip(1);
    (next.name() == Some("tee")).then(|| words.into_iter().find(|word| !word.text.starts_with('-')))?
}

/// The first variable among a command's words whose name promises a credential.
fn credential(command: &Command) -> Option<(&str, Span)> {
    let mut expansions = command.words.iter().skip(1).flat_map(|word| &word.expansions);
    let found = expansions.find(|expansion| is_credential_name(&expansion.name))?;
    Some((&found.name, found.span))
}

/// The file that a command for settings writes to, if it is one. Sources: git-config(1), the references of npm, yarn, pnpm, composer,
/// poetry and bundler.
fn settings_file(command: &Command) -> Option<&'static str> {
    let has = |text: &str| command.words.iter().skip(1).any(|word| word.is(text));
    match command.name()? {
        "git" if has("config") => Some("~/.gitconfig"),
        "npm" | "pnpm" if has("set") => Some("~/.npmrc"),
        "yarn" if has("config") && has("set") => Some(".yarnrc.yml"),
        "composer" if has("config") => Some("auth.json"),
        "poetry" if has("config") => Some("~/.config/pypoetry/auth.toml"),
        "bundle" if has("config") => Some("~/.bundle/config"),
        "pip" | "pip3" if has("config") && has("set") => Some("~/.config/pip/pip.conf"),
        _ => None,
    }
}

/// Whether a later command of the text deletes a file: by its path, or by its name anywhere.
fn is_gone(piece: &Piece, index: usize, file: &str) -> bool {
    let name = |path: &str| file_name(path.trim_end_matches('/')).to_owned();
    let own = name(file);
    piece.deeds.removals.iter().rev().take(MOST_REMOVALS).filter(|removal| removal.command > index).any(|removal| {
        removal.paths.iter().take(MOST_REMOVALS).any(|(path, _)| name(path) == own || removes(path, file))
    })
}

/// Whether a later command of the same program takes a setting back.
fn is_unset(piece: &Piece, index: usize) -> bool {
    const WORDS: &[&str] = &["--unset", "--unset-all", "--remove-section", "unset", "delete", "rm", "remove", "logout"];
    let commands = &piece.script.commands;
    let program = commands.get(index).and_then(Command::name);
    commands
        .iter()
        .rev()
        .take(MOST_REMOVALS)
        .take(commands.len() - index.min(commands.len()))
        .any(|later| later.name() == program && later.words.iter().any(|word| WORDS.iter().any(|text| word.is(text))))
}

/// A bound for hostile files.
const MOST_REMOVALS: usize = 64;
