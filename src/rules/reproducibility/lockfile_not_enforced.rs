//! A lock file is there, and the install may step over it.

use super::super::prelude::*;
use std::cell::OnceCell;
use std::collections::HashSet;

use crate::facts::lock_files::{LockFiles, freezes_bundler};
use crate::facts::purpose::is_for_development_stage;
use crate::facts::{PackageAction, RunFacts};
use crate::knowledge::package_managers::{Manager, Verb};
use crate::model::{Stage, Variable};

/// The rule.
pub static RULE: Rule = Rule {
    name: "lockfile-not-enforced",
    group: Group::Reproducibility,
    severity: Severity::Info,
    recommended: true,
    workshop: true,
    aliases: &["tally:ruby/missing-bundle-deployment", "droast:DF031"],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/reproducibility/lockfile-not-enforced.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    // Looking for lock files asks the disk, so it waits for an install that may step over one.
    let locks = OnceCell::new();
    let locks = || locks.get_or_init(|| LockFiles::of(file.dockerfile, file.model, file.context));
    for run in &file.facts.runs {
        let Some(stage) = run.stage.and_then(|stage| file.model.stages.get(stage)).filter(|_| !run.onbuild) else {
            continue;
        };
        if is_for_development_stage(stage) {
            continue;
        }
        let here = Here { file, stage, run, assigned: OnceCell::new() };
        for piece in &run.pieces {
            for action in &piece.deeds.packages {
                if let Some((cure, edit)) = here.loose_install(action)
                    && let Some(lock) = locks().of_manager(run.at, action.manager)
                {
                    let finding = findings
                        .at(action.verb_span, format!("`{lock}` is there, and this install may step over it"))
                        .help(format!("use `{cure}`"));
                    if let Some(edit) = edit {
                        finding.fix(format!("Use `{cure}`"), Safety::Unsafe, vec![edit]);
                    }
                }
            }
        }
    }
}

struct Here<'a> {
    file: &'a File<'a>,
    stage: &'a Stage,
    run: &'a RunFacts,
    /// The variables that the RUN sets.
    assigned: OnceCell<HashSet<&'a str>>,
}

impl Here<'_> {
    /// What an install of the project should be called instead, where it does not keep to the lock file.
    fn loose_install(&self, action: &PackageAction) -> Option<(&'static str, Option<Edit>)> {
        let row = action.manager;
        if !action.packages.is_empty() || action.has_flag(row.global_flags) || action.has_flag(row.locked_flags) {
            return None;
        }
        let first = self.file.source.slice(action.verb_span);
        let replace = |text: &str| Some(Edit { span: action.verb_span, replacement: text.to_owned() });
        let append =
            |text: &str| Some(Edit { span: Span::empty(action.verb_span.end), replacement: format!(" {text}") });
        match (row.manager, action.verb) {
            (Manager::Npm, Verb::Install) if !action.has_flag(&["--package-lock-only"]) => {
                Some(("npm ci", replace("ci")))
            }
            (Manager::Yarn, Verb::Sync) if !self.set(&["CI", "YARN_ENABLE_IMMUTABLE_INSTALLS"]) => {
                // `yarn` alone installs as well.
                let added = match first {
                    "install" => "--frozen-lockfile",
                    "yarn" => "install --frozen-lockfile",
                    _ => return None,
                };
                Some(("yarn install --frozen-lockfile", append(added)))
            }
            (Manager::Pnpm, Verb::Install) if !self.set(&["CI"]) => {
                Some(("pnpm install --frozen-lockfile", append("--frozen-lockfile")))
            }
            (Manager::Bun, Verb::Install) => Some(("bun install --frozen-lockfile", append("--frozen-lockfile"))),
            (Manager::Bundler, Verb::Sync) if !self.bundler_is_frozen() => Some(("BUNDLE_DEPLOYMENT=1", None)),
            (Manager::Composer, Verb::Upgrade) => Some(("composer install", replace("install"))),
            (Manager::Uv, Verb::Sync) if first == "sync" && !self.set(&["UV_FROZEN", "UV_LOCKED"]) => {
                Some(("uv sync --locked", append("--locked")))
            }
            (Manager::Cargo, Verb::Install) if action.has_flag(&["--path"]) => {
                Some(("cargo install --locked", append("--locked")))
            }
            _ => None,
        }
    }

    /// Whether the stage or the RUN sets one of these variables.
    fn set(&self, names: &[&str]) -> bool {
        let by_stage = |name: &&str| {
            matches!(self.file.model.variable(name, Some(self.stage.index), self.run.at), Variable::Defined(_))
        };
        let by_run = |name: &&str| {
            let assignments = || self.run.commands().flat_map(|command| &command.assignments);
            let assigned = || assignments().map(|assignment| &*assignment.name).collect();
            self.assigned.get_or_init(assigned).contains(name)
        };
        names.iter().any(|name| by_stage(name) || by_run(name))
    }

    /// `BUNDLE_DEPLOYMENT`, `BUNDLE_FROZEN`, or `bundle config` in this RUN or an earlier one of the stage.
    fn bundler_is_frozen(&self) -> bool {
        self.set(&["BUNDLE_DEPLOYMENT", "BUNDLE_FROZEN"]) || freezes_bundler(self.file.facts, self.stage, self.run.at)
    }
}
