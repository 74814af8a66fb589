//! A package manager that downloads everything again each time.

use super::super::prelude::*;
use crate::facts::leftovers;
use crate::facts::paths::with_tilde;
use crate::facts::privileges::is_root;
use crate::knowledge::build_tools::build_cache;
use crate::rules::joins::{add_flags, mount_as_elsewhere};

pub(crate) static RULE: Rule = Rule::new("cache-mount-recommended", Group::Layers, Severity::Info)
    .aliases(&[
        "tally:prefer-package-cache-mounts", "tally:js/node-gyp-cache-mounts", "tally:ruby/prefer-bundler-cache-mount",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/layers/cache-mount-recommended.md"))
    .checks(&[Check::Run(check)]);

/// Nothing is said of a cache that is still in the image: it is first of all to be kept out of it. The fix is unsafe, as the
/// builder has to be BuildKit.
fn check(run: &Run<'_>, findings: &mut Findings) {
    let step = &run.step;
    if step.stage.is_some_and(|stage| step.file.model.is_windows(stage)) {
        return;
    }
    let site = step.site();
    let left = if step.in_image() { leftovers(run.facts, &site) } else { Vec::new() };
    let mut seen: Vec<Manager> = Vec::new();
    for piece in run.facts.pieces.iter().filter(|piece| piece.dialect.is_shell()) {
        let installs = |action: &&PackageAction| matches!(action.verb, Verb::Install | Verb::Sync);
        for action in piece.deeds.packages.iter().filter(installs).filter(|action| !action.is_dry_run()) {
            let row = action.manager;
            let kept = left.iter().any(|left| left.action.manager.manager == row.manager);
            let mounted = row.cache_mounts.iter().chain(row.caches).any(|folder| site.mounts_cache(folder))
                || row.caches.iter().any(|folder| site.mounts_like(folder));
            if row.cache_mounts.is_empty() || kept || mounted || seen.contains(&row.manager) {
                continue;
            }
            seen.push(row.manager);
            report(run, action, piece.deeds.removals.is_empty(), findings);
        }
        let unmounted = piece.script.commands.iter().filter(|command| command.words.len() > 1).find_map(|command| {
            let (name, folder) = command.name().and_then(build_cache)?;
            let home = with_tilde(folder);
            (!site.mounts_near(&home) && !site.mounts_like(&home)).then_some((command.name_span(), name, folder))
        });
        if let Some((span, name, folder)) = unmounted {
            findings
                .at(span, format!("`{name}` downloads its dependencies again each time that this RUN is repeated"))
                .help(format!("keep them between builds: --mount=type=cache,target={folder}"));
        }
    }
}

/// `keeps_all` is whether the text deletes nothing.
fn report(run: &Run<'_>, action: &PackageAction, keeps_all: bool, findings: &mut Findings) {
    let (row, name) = (action.manager, action.name());
    let sharing = if row.system { ",sharing=locked" } else { "" };
    // The lists that another layer has fetched would be hidden.
    let hides = |folder: &str| action.family() == "apt" && folder == "/var/lib/apt" && !refreshes(run);
    let places = row.cache_mounts.iter().filter(|folder| !hides(folder));
    let mounts: Vec<String> = places.map(|folder| format!("--mount=type=cache,target={folder}{sharing}")).collect();
    let flags: Vec<&str> = mounts.iter().map(String::as_str).collect();
    let user = run.step.state.user.as_ref();
    let root = user.is_none_or(|user| user.value.as_known().is_some_and(is_root));
    let cleans = run.facts.packages().any(|action| action.verb == Verb::Clean);
    let plain = root && keeps_all && !cleans && !action.has_flag(row.no_cache_flags);
    let edit = || mount_as_elsewhere(run, row).unwrap_or_else(|| add_flags(&run.step, &flags));
    findings
        .at(action.verb_span, format!("`{name}` downloads everything again each time that this RUN is repeated"))
        .help(format!("keep its cache between builds: {}", mounts.join(" ")))
        .fix("Mount a cache", Safety::Unsafe, plain.then(edit));
}

fn refreshes(run: &Run<'_>) -> bool {
    run.facts.packages().any(|action| action.refreshes)
}
