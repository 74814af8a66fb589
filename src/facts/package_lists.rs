//! Where apt's package lists are, which `apt-get update` brings and `apt-get install` needs.

use super::site::Site;
use super::{Facts, Package, PackageAction, RunFacts, leftovers};
use crate::dockerfile::{Dockerfile, Kind, Transfer};
use crate::knowledge::base_images::Family;
use crate::knowledge::package_managers::{Manager, Verb};
use crate::model::{Base, Model};
use crate::shell::Command;

/// Where apt keeps its package lists.
const LISTS: &str = "/var/lib/apt/lists";

/// An install where no package lists are.
#[derive(Debug)]
pub struct ListlessInstall<'a> {
    /// The install.
    pub action: &'a PackageAction,
    /// Its command.
    pub command: &'a Command,
}

/// The installs of a file that find no package lists; of each RUN the first, as it says it for all that follow.
pub fn listless_installs<'a>(dockerfile: &Dockerfile, model: &Model, facts: &'a Facts) -> Vec<ListlessInstall<'a>> {
    let mut found = Vec::new();
    // For each stage whether package lists may be there at its end.
    model.along_from(|stage, below: Option<&bool>| {
        let mut there = match &stage.base {
            Base::Stage(_) => below.copied().unwrap_or(true),
            Base::Image(_) | Base::Partial(_) => !model
                .base_image(stage)
                .is_some_and(|base| base.index_empty && matches!(base.family, Family::Debian | Family::Ubuntu)),
            Base::Scratch | Base::Unknown => true,
        };
        for at in stage.instructions.clone() {
            let Some((instruction, state)) = dockerfile.instructions.get(at).zip(model.states.get(at)) else {
                continue;
            };
            if let Kind::Copy(transfer) | Kind::Add(transfer) = &instruction.kind {
                there |= may_bring_lists(transfer);
            }
            if let Some(run) = facts.run(at) {
                let site = Site::new(model, Some(stage.index), at, instruction, state);
                there = walk(run, &site, there, &mut found);
            }
        }
        there
    });
    found
}

/// Adds the first install of a RUN without lists; gives whether lists may be there behind the RUN.
fn walk<'a>(run: &'a RunFacts, site: &Site<'_>, mut there: bool, found: &mut Vec<ListlessInstall<'a>>) -> bool {
    let mounted = site.mounts_near(LISTS);
    for piece in &run.pieces {
        let mut actions = piece.deeds.packages.iter().peekable();
        for (number, command) in piece.script.commands.iter().enumerate() {
            there |= may_refresh(command);
            while let Some(action) = actions.next_if(|action| action.command <= number) {
                there |= action.refreshes;
                if !there && !mounted && needs_lists(action) {
                    found.push(ListlessInstall { action, command });
                    there = true;
                }
            }
        }
    }
    there && !takes_lists_away(run, site)
}

/// Whether a RUN that brings lists deletes all of them.
fn takes_lists_away(run: &RunFacts, site: &Site<'_>) -> bool {
    let refreshed = run.packages().any(|action| action.refreshes);
    let removals = || run.pieces.iter().flat_map(|piece| &piece.deeds.removals);
    let deletes = || removals().flat_map(|removal| &removal.paths).any(|(path, _)| path.contains("apt/lists"));
    refreshed && deletes() && !leftovers(run, site).iter().any(|left| left.action.refreshes)
}

fn may_bring_lists(transfer: &Transfer) -> bool {
    let to = &*transfer.destination.value;
    matches!(to, "/" | "/var" | "/var/lib") || to.contains("/var/lib/apt")
}

fn needs_lists(action: &PackageAction) -> bool {
    let local =
        |package: &Package| package.variable || package.text.starts_with(['.', '/']) || package.text.ends_with(".deb");
    action.is(&[Manager::AptGet, Manager::Apt, Manager::Aptitude])
        && action.verb == Verb::Install
        && !action.has_flag(&["--no-download", "-d", "--download-only"])
        && !action.packages.is_empty()
        && !action.packages.iter().any(local)
}

/// Programs that may refresh the lists by themselves: scripts, and helpers for repositories.
fn may_refresh(command: &Command) -> bool {
    const SHELLS: &[&str] = &[
        "sh", "bash", "dash", "source", ".", "eval", "add-apt-repository", "apt-add-repository", "apt-fast", "nala",
        "extrepo",
    ];
    match command.name() {
        None => !command.words.is_empty(),
        Some(name) => {
            SHELLS.contains(&name)
                || name.contains(".sh")
                || command.words[0].text.starts_with(['.', '/']) && !name.starts_with("apt")
        }
    }
}
