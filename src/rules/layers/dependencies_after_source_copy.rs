//! Dependencies that are installed again whenever a source file changes.

use super::super::prelude::*;
use crate::facts::PackageAction;
use crate::knowledge::package_managers::{Manager, Verb};
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    name: "dependencies-after-source-copy",
    group: Group::Layers,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &["droast:DF070", "tally:ruby/prefer-gemfile-bind-mounts"],
    fix: FixKind::None,
    page: include_str!("../../../rules/layers/dependencies-after-source-copy.md"),
    checks: &[Check::Stage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let mut copied: Option<Span> = None;
    let mut installed: HashSet<Manager> = HashSet::new();
    for step in view.steps() {
        if let Kind::Copy(transfer) = &step.instruction.kind
            && step.instruction.flag("from").is_none()
            && let Some(all) = transfer.sources.iter().find(|source| matches!(&*source.value, "." | "./" | "/"))
        {
            copied.get_or_insert(all.span);
        }
        let Some(run) = step.run() else { continue };
        for action in run.facts.packages().filter(|action| installs_project(action)) {
            let again = !installed.insert(action.manager.manager);
            let Some(source) = copied.filter(|_| !again && run.step.instruction.mounts.is_empty()) else {
                continue;
            };
            findings
                .at(
                    source,
                    format!(
                        "all sources are copied before `{} {}`, so each change of one installs everything again",
                        action.manager.names[0], action.verb_text
                    ),
                )
                .label(action.verb_span, "installs the dependencies")
                .help(format!("copy {} first, install, then copy the rest", manifests(action)));
            return;
        }
    }
}

/// Whether a call installs what the project's manifest names.
fn installs_project(action: &PackageAction) -> bool {
    match action.manager.manager {
        Manager::Npm | Manager::Pnpm => {
            matches!(action.verb, Verb::Install | Verb::Sync)
                && action.packages.is_empty()
                && !action.has_flag(action.manager.global_flags)
        }
        Manager::Pip => {
            action.verb == Verb::Install && action.packages.is_empty() && action.has_flag(&["-r", "--requirement"])
        }
        Manager::Yarn
        | Manager::Uv
        | Manager::Poetry
        | Manager::Bundler
        | Manager::Composer
        | Manager::Go
        | Manager::Cargo
        | Manager::DotnetTool => action.verb == Verb::Sync && action.packages.is_empty(),
        _ => false,
    }
}

fn manifests(action: &PackageAction) -> String {
    let lock = action.manager.lock_files.first().copied();
    let both: Vec<&str> = action.manager.manifests.first().copied().into_iter().chain(lock).collect();
    both.join(" and ")
}
