//! `apt-get install` where no package lists are.

use super::super::prelude::*;
use crate::facts::{Package, PackageAction, leftovers};
use crate::knowledge::base_images::Family;
use crate::knowledge::package_managers::{Manager, Verb};
use crate::model::Base;
use crate::rules::edits;
use crate::shell::Command;

pub(crate) static RULE: Rule = Rule::new("missing-package-index-update", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["droast:DF028"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/missing-package-index-update.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    // For each stage whether package lists may be there at its end.
    let mut lists: Vec<bool> = Vec::with_capacity(file.model.stages.len());
    for stage in &file.model.stages {
        let mut there = match &stage.base {
            Base::Stage(parent) => lists.get(*parent).copied().unwrap_or(true),
            Base::Image(_) | Base::Partial(_) => !file
                .model
                .base_image(stage)
                .is_some_and(|base| base.index_empty && matches!(base.family, Family::Debian | Family::Ubuntu)),
            Base::Scratch | Base::Unknown => true,
        };
        for step in (StageView { file, stage }).steps() {
            if let Kind::Copy(transfer) | Kind::Add(transfer) = &step.instruction.kind {
                there |= matches!(&*transfer.destination.value, "/" | "/var" | "/var/lib")
                    || transfer.destination.value.contains("/var/lib/apt");
            }
            if let Some(run) = step.run() {
                there = walk(&run, there, findings);
            }
        }
        lists.push(there);
    }
}

/// Reports the first install without lists; gives whether lists may be there behind the RUN.
fn walk(run: &Run<'_>, mut there: bool, findings: &mut Findings) -> bool {
    let site = run.step.site();
    let mounted = site.mounts_near("/var/lib/apt/lists");
    let refreshed = run.facts.packages().any(|action| action.refreshes);
    for piece in &run.facts.pieces {
        let mut actions = piece.deeds.packages.iter().peekable();
        for (number, command) in piece.script.commands.iter().enumerate() {
            there |= may_refresh(command);
            while let Some(action) = actions.next_if(|action| action.command <= number) {
                there |= action.refreshes;
                if there || mounted || !needs_lists(action) {
                    continue;
                }
                let name = action.packages.first().map_or("", |package| &*package.name);
                let finding = findings
                    .at(
                        action.verb_span,
                        format!(
                            "`{name}` cannot be found: no package lists are there, as no `apt-get update` ran before"
                        ),
                    )
                    .help("run `apt-get update` in the same RUN");
                if command.wrappers.is_empty() && !command.conditional && command.joined_by != crate::shell::Joint::Or {
                    let edits = vec![edits::insert(command.span.start, "apt-get update && ")];
                    finding.fix("Run `apt-get update` before", Safety::Unsafe, edits);
                }
                // One finding says it for all that follow.
                there = true;
            }
        }
    }
    let deletes = || {
        run.facts
            .pieces
            .iter()
            .flat_map(|piece| &piece.deeds.removals)
            .flat_map(|removal| &removal.paths)
            .any(|(path, _)| path.contains("apt/lists"))
    };
    let left = || leftovers(run.facts, &site).iter().any(|left| left.action.refreshes);
    there && !(refreshed && deletes() && !left())
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
