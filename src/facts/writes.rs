//! Files and folders that an instruction writes, as far as its text tells.

use std::collections::BTreeMap;

use foldhash::HashSet;

use super::deeds::Destination;
use super::directories::Directory;
use super::paths::is_system_folder;
use super::run::{Piece, RunFacts};
use super::site::Site;
use crate::dockerfile::Transfer;
use crate::knowledge::package_managers::{Manager, Verb};
use crate::shell::{Command, RedirectKind, Word};
use crate::source::{Span, file_name};

/// Something that an instruction writes.
#[derive(Clone, Debug)]
pub struct Written {
    /// Where, as [`Site::path`] gives it.
    pub path: String,
    /// The word that says so.
    pub span: Span,
    /// It is made; else only its owner or mode changes.
    pub made: bool,
}

/// What the commands of a RUN write; what a mount keeps out of the layer is left out.
pub(super) fn writes_of_run(run: &RunFacts, site: &Site<'_>) -> Vec<Written> {
    let mut all = Vec::new();
    for piece in &run.pieces {
        let places = piece.directories(site);
        for (command, directory) in piece.script.commands.iter().zip(places) {
            Writer { all: &mut all, site, directory }.command(command);
        }
        downloads(piece, places, site, &mut all);
        modules(piece, places, site, &mut all);
    }
    all.retain(|written| !site.is_mounted(&written.path));
    all
}

impl RunFacts {
    /// What it writes and does not delete by the same name.
    pub fn lasting_writes(&self, site: &Site<'_>) -> Vec<Written> {
        let removals = self.pieces.iter().flat_map(|piece| &piece.deeds.removals);
        let gone: HashSet<String> = removals
            .flat_map(|removal| &removal.paths)
            .filter_map(|(text, _)| site.path(text, site.directory()))
            .collect();
        self.writes(site).iter().filter(|written| !gone.contains(&written.path)).cloned().collect()
    }
}

/// What COPY or ADD writes.
pub fn writes_of_copy(transfer: &Transfer, site: &Site<'_>) -> Vec<Written> {
    let mut all = Vec::new();
    let destination = &transfer.destination;
    let Some(path) = site.path(&destination.value, site.directory()) else { return all };
    let folder = destination.value.ends_with(['/', '.']) || transfer.sources.len() > 1;
    for source in &transfer.sources {
        let name = file_name(source.value.trim_end_matches('/'));
        if (folder || is_system_folder(&path))
            && !name.is_empty()
            && !name.contains(['*', '?', '[', '$'])
            && name != "."
        {
            all.push(Written { path: below(&path, name), span: source.span, made: true });
        }
    }
    // Where files go into a folder, all else in it was there before.
    let files_only = folder && transfer.sources.iter().all(|source| is_like_a_file(&source.value));
    if !files_only {
        all.push(Written { path, span: destination.span, made: true });
    }
    all
}

/// Whether a source has an ending, as files have and folders seldom do.
fn is_like_a_file(source: &str) -> bool {
    let ending = source.rsplit('/').next().and_then(|name| name.rsplit_once('.'));
    ending.is_some_and(|(name, ending)| {
        !name.is_empty()
            && ending.bytes().any(|byte| byte.is_ascii_alphabetic())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && ending != "d"
    })
}

fn below(folder: &str, name: &str) -> String {
    format!("{}/{name}", folder.trim_end_matches('/'))
}

/// Files from the net.
fn downloads(piece: &Piece, places: &[Directory], site: &Site<'_>, all: &mut Vec<Written>) {
    for download in &piece.deeds.downloads {
        if let Destination::Path(text, span) = &download.to {
            let directory = places.get(download.command).cloned().flatten();
            all.extend(site.path(text, directory.as_deref()).map(|path| Written { path, span: *span, made: true }));
        }
    }
}

/// The folder of a Node project's packages.
fn modules(piece: &Piece, places: &[Directory], site: &Site<'_>, all: &mut Vec<Written>) {
    for action in &piece.deeds.packages {
        let project = action.is(&[Manager::Npm, Manager::Yarn, Manager::Pnpm])
            && matches!(action.verb, Verb::Install | Verb::Sync)
            && !action.has_flag(action.manager.global_flags)
            && !action.verb_text.starts_with("global");
        let directory = places.get(action.command).cloned().flatten();
        if project && let Some(path) = site.path("node_modules", directory.as_deref()) {
            all.push(Written { path, span: action.verb_span, made: true });
        }
    }
}

struct Writer<'a, 'b> {
    all: &'a mut Vec<Written>,
    site: &'a Site<'b>,
    directory: &'a Directory,
}

impl Writer<'_, '_> {
    fn command(&mut self, command: &Command) {
        for redirect in &command.redirects {
            if matches!(redirect.kind, RedirectKind::Write | RedirectKind::Append | RedirectKind::Both)
                && let Some(target) = &redirect.target
            {
                self.word(target, true);
            }
        }
        match command.name() {
            Some("mkdir") => self.each(operands(command, &["-m", "--mode"]), true),
            Some("touch" | "tee" | "truncate") => {
                self.each(operands(command, &["-r", "-d", "-t", "-s"]), true);
            }
            Some("chown" | "chmod" | "chgrp") => {
                let words = operands(command, &["--reference", "--from"]);
                self.each(words.into_iter().skip(1), false);
            }
            Some("cp" | "mv" | "ln" | "install" | "rsync") => self.transfer(command),
            Some("tar" | "bsdtar") => self.value(command, &["-C", "--directory"]),
            Some("unzip") => self.value(command, &["-d"]),
            Some("virtualenv") => self.each(operands(command, &["-p", "--python"]), true),
            Some("python" | "python3") if command.words.get(2).is_some_and(|word| word.is("venv")) => {
                self.each(operands(command, &["-m"]), true);
            }
            _ => {}
        }
    }

    fn word(&mut self, word: &Word, made: bool) {
        let text = if made { &*word.text } else { word.text.trim_end_matches("/*") };
        if word.substitution
            || text.contains(['*', '?', '{'])
            || text.starts_with("/dev/")
            || text.starts_with("/proc/")
        {
            return;
        }
        if let Some(path) = self.site.path(text, self.directory.as_deref()) {
            self.all.push(Written { path, span: word.span, made });
        }
    }

    fn each<'w>(&mut self, words: impl IntoIterator<Item = &'w Word>, made: bool) {
        words.into_iter().for_each(|word| self.word(word, made));
    }

    /// The folder that an option names.
    fn value(&mut self, command: &Command, options: &[&str]) {
        for pair in command.words.windows(2) {
            if options.iter().any(|option| pair[0].is(option)) {
                self.word(&pair[1], true);
            }
        }
    }

    /// The last operand, and what ends up in it where it is a folder by its looks.
    fn transfer(&mut self, command: &Command) {
        let words = operands(command, &["-m", "-o", "-g", "-t", "-S", "--mode", "--owner", "--group", "--suffix"]);
        let Some((destination, sources)) = words.split_last() else { return };
        if sources.is_empty() {
            return;
        }
        self.word(destination, true);
        let Some(folder) = self.site.path(&destination.text, self.directory.as_deref()) else {
            return;
        };
        if destination.text.ends_with('/') || sources.len() > 1 || is_system_folder(&folder) {
            for source in sources {
                let name = file_name(source.text.trim_end_matches('/'));
                if source.literal.is_some() && !source.glob && !name.is_empty() {
                    self.all.push(Written { path: below(&folder, name), span: source.span, made: true });
                }
            }
        }
    }
}

/// The words of a command that are neither options nor values of these options.
fn operands<'c>(command: &'c Command, valued: &[&str]) -> Vec<&'c Word> {
    let mut operands = Vec::new();
    let mut words = command.words.iter().skip(1);
    while let Some(word) = words.next() {
        if word.text.starts_with('-') && word.text.len() > 1 {
            if valued.contains(&&*word.text) {
                words.next();
            }
        } else {
            operands.push(word);
        }
    }
    operands
}

/// How many folders above a path are looked at: a bound for hostile files.
const DEEPEST: usize = 64;

/// What the instructions of a stage have written so far, by path.
#[derive(Debug, Default)]
pub struct Writes {
    by_path: BTreeMap<String, Span>,
}

impl Writes {
    /// Adds something that was made; of a folder that every image has only what is known to lie in it counts.
    pub fn add(&mut self, path: &str, span: Span) {
        if !is_system_folder(path) && !self.by_path.contains_key(path) {
            self.by_path.insert(path.to_owned(), span);
        }
    }

    /// Where something was written that lies at `pattern`, above it, or below it; `*` at its end stands for all below.
    pub fn hit(&self, pattern: &str) -> Option<Span> {
        let fixed = pattern.find(['*', '?', '[', '{']).map_or(pattern, |at| {
            let before = &pattern[..at];
            before.rfind('/').map_or(before, |slash| &before[..slash])
        });
        let whole = fixed.len() == pattern.len() || pattern[fixed.len()..].trim_start_matches('/') == "*";
        let mut above = Some(fixed);
        for _ in 0..DEEPEST {
            let Some(path) = above.filter(|path| !path.is_empty()) else { break };
            if let Some(span) = self.by_path.get(path) {
                return Some(*span);
            }
            above = path.rfind('/').map(|slash| &path[..slash]);
        }
        if !whole || fixed.is_empty() {
            return None;
        }
        let prefix = format!("{fixed}/");
        let (path, span) = self.by_path.range(prefix.clone()..).next()?;
        path.starts_with(&prefix).then_some(*span)
    }
}
