//! Caches of language package managers that stay in a layer.

use super::super::prelude::*;
use crate::facts::{Leftover, leftovers};
use crate::rules::{edits, joins};

pub(crate) static RULE: Rule = Rule::new("language-cache-not-removed", Group::Size, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&[
        "hadolint:DL3042 pip", "hadolint:DL3060 yarn", "tally:ruby/leftover-bundler-cache", "droast:DF030",
        "droast:DF055", "kics:pip_install_keeping_cached_packages", "kics:disable_pip_cache",
        "dockerfile_lint:no_gem_clean_all", "dockerfile_lint:no_rvm_cleanup_all", "semgrep:missing-pip-no-cache-dir",
    ])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::PackageCaches])
    .page(include_str!("../../../rules/size/language-cache-not-removed.md"))
    .checks(&[Check::RunInImage(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    for left in leftovers(run.facts, &run.step.site()).into_iter().filter(|left| is_asked(left.action)) {
        let (span, call) = left.call(run.step.file.source);
        let finding =
            findings.at(span, format!("`{call}` leaves its cache in this layer")).variant(left.action.family());
        let mount = joins::mount_as_elsewhere(run, left.action.manager);
        match (mount, repair(run, &left)) {
            (Some(edit), _) => finding.fix("Mount a cache, as elsewhere in the file", Safety::Unsafe, [edit]),
            (None, Some((title, edits))) => finding.fix(title, Safety::Safe, edits),
            (None, None) => finding
                .help("delete the cache at the end of the same RUN, or keep it out of the layer with a cache mount"),
        };
    }
}

/// Managers whose cache is worth a word, with calls that fill it. A project's own `npm ci` is not among them.
fn is_asked(action: &PackageAction) -> bool {
    use Manager::{Bundler, Composer, Conda, Gem, Go, Mamba, Npm, Pip, Poetry, Uv, Yarn};
    action.is(&[Pip, Uv, Poetry, Yarn, Gem, Bundler, Go, Composer, Conda, Mamba])
        || action.is(&[Npm]) && action.has_flag(action.manager.global_flags)
}

fn repair(run: &Run<'_>, left: &Leftover<'_>) -> Option<(String, Vec<Edit>)> {
    let option = match left.action.manager.manager {
        Manager::Pip => "--no-cache-dir",
        Manager::Uv | Manager::Poetry | Manager::Composer => "--no-cache",
        _ => {
            let clean = left.action.manager.clean_command?;
            return Some((format!("Append `{clean}`"), joins::clean_up(run, left.piece, left.action, clean)?));
        }
    };
    // All calls of the RUN at once: each would fill the cache again.
    let fills = |action: &&PackageAction| {
        let row = action.manager;
        let same = row.manager == left.action.manager.manager && action.verb == left.action.verb;
        same && !action.has_flag(row.no_cache_flags)
    };
    let calls = run.facts.packages().filter(fills);
    let edits = calls.flat_map(|action| edits::add_option(run.step.file.source, action, option)).collect();
    Some((format!("Add `{option}`"), edits))
}
