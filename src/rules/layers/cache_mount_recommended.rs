//! A package manager that downloads everything again each time.

use super::super::prelude::*;
use crate::facts::leftovers;
use crate::facts::paths::with_tilde;
use crate::facts::privileges::is_root;
use crate::knowledge::package_managers::{Manager, PackageManager, Verb};
use crate::rules::edits::insert;

/// The rule.
pub static RULE: Rule = Rule {
    name: "cache-mount-recommended",
    group: Group::Layers,
    severity: Severity::Info,
    recommended: false,
    workshop: false,
    aliases: &[
        "tally:prefer-package-cache-mounts", "tally:js/node-gyp-cache-mounts", "tally:ruby/prefer-bundler-cache-mount",
    ],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/layers/cache-mount-recommended.md"),
    checks: &[Check::Run(check)],
};

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
        let packages = piece.deeds.packages.iter().filter(|action| {
            matches!(action.verb, Verb::Install | Verb::Sync) && !action.has_flag(action.manager.dry_run_flags)
        });
        for action in packages {
            let row = action.manager;
            let mounted = |folder: &&str| site.mounts_near(with_tilde(folder).as_ref()) || site.mounts_near(folder);
            let kept = left.iter().any(|left| left.action.manager.manager == row.manager);
            if row.cache_mounts.is_empty()
                || kept
                || row.cache_mounts.iter().chain(row.caches).any(mounted)
                || row.caches.iter().any(|folder| site.mounts_like(folder))
                || seen.contains(&row.manager)
            {
                continue;
            }
            seen.push(row.manager);
            report(
                run,
                action.verb_span,
                row,
                piece.deeds.removals.is_empty() && !action.has_flag(row.no_cache_flags),
                findings,
            );
        }
        for command in &piece.script.commands {
            let Some((name, folder)) = command.name().and_then(build_cache) else { continue };
            let near = site.mounts_near(with_tilde(folder).as_ref()) || site.mounts_like(with_tilde(folder).as_ref());
            if near || command.words.len() < 2 {
                continue;
            }
            let span = command.words.first().map_or(command.span, |word| word.span);
            findings
                .at(span, format!("`{name}` downloads its dependencies again each time that this RUN is repeated"))
                .help(format!("keep them between builds: --mount=type=cache,target={folder}"));
            break;
        }
    }
}

fn report(run: &Run<'_>, span: Span, row: &'static PackageManager, plain: bool, findings: &mut Findings) {
    let name = row.names.first().copied().unwrap_or("");
    let sharing = if row.system { ",sharing=locked" } else { "" };
    let mounts: Vec<String> =
        row.cache_mounts.iter().map(|folder| format!("--mount=type=cache,target={folder}{sharing}")).collect();
    let finding = findings
        .at(span, format!("`{name}` downloads everything again each time that this RUN is repeated"))
        .help(format!("keep its cache between builds: {}", mounts.join(" ")));
    let user = run.step.state.user.as_ref();
    let root = user.is_none_or(|user| user.value.as_known().is_some_and(is_root));
    if root && plain {
        let at = run.step.instruction.keyword_span.end;
        finding.fix("Mount a cache", Safety::Unsafe, vec![insert(at, format!(" {}", mounts.join(" ")))]);
    }
}

/// Programs that build and fetch what they need, and where they keep it.
fn build_cache(name: &str) -> Option<(&'static str, &'static str)> {
    match name {
        "mvn" | "mvnw" => Some(("mvn", "/root/.m2")),
        "gradle" | "gradlew" => Some(("gradle", "/root/.gradle")),
        "sbt" => Some(("sbt", "/root/.cache/coursier")),
        "ccache" => Some(("ccache", "/root/.cache/ccache")),
        "node-gyp" => Some(("node-gyp", "/root/.cache/node-gyp")),
        _ => None,
    }
}
