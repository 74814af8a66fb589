//! A RUN that deletes what an earlier layer holds.

use super::super::prelude::*;
use crate::facts::{PackageAction, Writes, leftovers, writes_of_copy, writes_of_run};
use crate::knowledge::package_managers::Verb;
use crate::rules::edits;
use crate::shell::Command;
use std::collections::HashMap;

/// The rule.
pub static RULE: Rule = Rule {
    name: "cleanup-in-later-layer",
    group: Group::Layers,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/layers/cleanup-in-later-layer.md"),
    checks: &[Check::Stage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if !view.stage.in_image {
        return;
    }
    let mut before = Before::default();
    let mut last: Option<Run<'_>> = None;
    for step in view.steps() {
        let run = step.run();
        if let Some(run) = run.filter(|run| run.facts.commands().all(is_cleaning)) {
            if let Some((span, older)) = before.deleted_by(&run) {
                let finding = findings
                    .at(span, "this frees nothing: what it deletes stays in an earlier layer")
                    .label(older, "written here")
                    .help("delete it in the RUN that writes it");
                if let Some(last) = last.filter(|last| {
                    last.step.index + 1 == step.index && last.step.instruction.span.encloses(older)
                }) && edits::flags(&last.step).eq(edits::flags(&step))
                    && let Some(edits) = edits::join(&last, &run)
                {
                    finding.fix("Join with the RUN before", Safety::Unsafe, edits);
                }
            }
        }
        before.add(&step);
        last = run;
    }
}

/// What earlier instructions of the stage brought.
#[derive(Default)]
struct Before {
    writes: Writes,
    /// Installed packages, and the names of groups of them.
    packages: HashMap<Box<str>, Span>,
}

impl Before {
    fn add(&mut self, step: &Step<'_>) {
        let site = step.site();
        if let Kind::Copy(transfer) | Kind::Add(transfer) = &step.instruction.kind {
            writes_of_copy(transfer, &site)
                .into_iter()
                .for_each(|written| self.writes.add(written.path, written.span));
        }
        let Some(run) = step.run() else { return };
        for written in writes_of_run(run.facts, &site).into_iter().filter(|written| written.made) {
            self.writes.add(written.path, written.span);
        }
        for left in leftovers(run.facts, &site) {
            for cache in left.action.manager.caches {
                self.writes.add((*cache).to_owned(), left.action.verb_span);
            }
        }
        for action in run.facts.packages().filter(|action| action.verb == Verb::Install) {
            let group = action.flag_value(&["-t", "--virtual"]);
            let names = action.packages.iter().map(|package| &*package.name).chain(group);
            names.for_each(|name| _ = self.packages.entry(name.into()).or_insert(action.verb_span));
        }
    }

    /// Something that a RUN deletes, and where it came from.
    fn deleted_by(&self, run: &Run<'_>) -> Option<(Span, Span)> {
        let site = run.step.site();
        for piece in &run.facts.pieces {
            for (text, span) in piece.deeds.removals.iter().flat_map(|removal| &removal.paths) {
                let path = site
                    .path(text, site.directory())
                    .filter(|path| !site.is_mounted(path) && !is_secret(path));
                if let Some(older) = path.and_then(|path| self.writes.hit(&path)) {
                    return Some((*span, older));
                }
            }
            for action in &piece.deeds.packages {
                if let Some(older) = self.taken_back_by(action) {
                    return Some((action.verb_span, older));
                }
            }
        }
        None
    }

    fn taken_back_by(&self, action: &PackageAction) -> Option<Span> {
        match action.verb {
            Verb::Remove => {
                action.packages.iter().find_map(|package| self.packages.get(&package.name).copied())
            }
            Verb::Clean => action.manager.caches.iter().find_map(|cache| self.writes.hit(cache)),
            _ => None,
        }
    }
}

/// Whether a command deletes something or does nothing that matters.
fn is_cleaning(command: &Command) -> bool {
    match command.name() {
        None => command.words.is_empty(),
        Some("rm" | "rmdir" | "unlink" | "true" | ":" | "echo" | "set" | "sync") => true,
        Some("find") => command.words.iter().any(|word| word.is("-delete") || word.is("rm")),
        Some("xargs") => false,
        Some(_) => {
            command.words.iter().skip(1).any(|word| {
                matches!(
                    &*word.text,
                    "clean"
                        | "purge"
                        | "autoremove"
                        | "autoclean"
                        | "remove"
                        | "del"
                        | "erase"
                        | "uninstall"
                        | "clear-cache"
                        | "prune"
                        | "-Scc"
                        | "-Rns"
                )
            }) && !command.words.iter().any(|word| word.is("install") || word.is("add"))
        }
    }
}

/// Whether a path is about a credential: more is at stake than bytes, and another rule says so.
fn is_secret(path: &str) -> bool {
    [
        ".ssh",
        "id_rsa",
        "id_ed25519",
        ".npmrc",
        ".netrc",
        ".pypirc",
        ".aws",
        ".git-credentials",
        ".gnupg",
        ".pem",
        ".key",
        "token",
        "secret",
        "password",
    ]
    .iter()
    .any(|mark| path.contains(mark))
}
