//! A lock file is there, and the install may step over it.

use super::super::prelude::*;
use crate::facts::lock_files::{LockFiles, freezes_bundler, frozen};
use crate::facts::purpose::is_for_development_stage;
use std::cell::OnceCell;
use std::collections::HashSet;

pub(crate) static RULE: Rule = Rule::new("lockfile-not-enforced", Group::Reproducibility, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["tally:ruby/missing-bundle-deployment", "droast:DF031"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/reproducibility/lockfile-not-enforced.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    // Looking for lock files asks the disk, so it waits for an install that may step over one.
    let locks = OnceCell::new();
    let locks = || locks.get_or_init(|| LockFiles::of(file.dockerfile, file.model, file.context));
    let stages = file.model.stages.iter().filter(|stage| !is_for_development_stage(stage));
    for run in stages.flat_map(|stage| StageView { file, stage }.runs()) {
        let assigned = OnceCell::new();
        for action in run.facts.packages() {
            let frozen = frozen(action, file.source.slice(action.verb_span));
            let frozen = frozen.filter(|frozen| !is_frozen(&run, action, frozen.variables, &assigned));
            if let Some(frozen) = frozen
                && let Some(lock) = locks().of_manager(run.step.index, action.manager)
            {
                findings
                    .at(action.verb_span, format!("`{lock}` is there, and this install may step over it"))
                    .help(format!("use `{}`", frozen.call))
                    .fix(
                        format!("Use `{}`", frozen.call),
                        Safety::Unsafe,
                        frozen.verb.map(|verb| Edit::replace(action.verb_span, verb)),
                    );
            }
        }
    }
}

/// The variables that a RUN sets, found out at the first question.
type Assigned<'a> = OnceCell<HashSet<&'a str>>;

/// Whether the stage or the RUN sets one of these variables, or bundler's configuration was told.
fn is_frozen<'a>(run: &Run<'a>, action: &PackageAction, variables: &[&str], assigned: &Assigned<'a>) -> bool {
    let assignments = || run.facts.commands().flat_map(|command| &command.assignments);
    let of_run = || assigned.get_or_init(|| assignments().map(|assignment| &*assignment.name).collect());
    variables.iter().any(|name| run.step.defines(name) || of_run().contains(name))
        || action.is(&[Manager::Bundler])
            && run.step.stage.is_some_and(|stage| freezes_bundler(run.step.file.facts, stage, run.step.index))
}
