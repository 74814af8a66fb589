//! Dependencies that are installed again whenever a source file changes.

use super::super::prelude::*;
use std::collections::HashSet;

pub(crate) static RULE: Rule = Rule::new("dependencies-after-source-copy", Group::Layers, Severity::Info)
    .recommended()
    .aliases(&["droast:DF070", "tally:ruby/prefer-gemfile-bind-mounts"])
    .page(include_str!("../../../rules/layers/dependencies-after-source-copy.md"))
    .checks(&[Check::Stage(check)]);

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
        for action in run.facts.packages().filter(|action| action.installs_project()) {
            let first = installed.insert(action.manager.manager);
            let Some(source) = copied.filter(|_| first && step.instruction.mounts.is_empty()) else { continue };
            let call = action.call();
            let row = action.manager;
            let manifests: Vec<&str> =
                row.manifests.first().into_iter().chain(row.lock_files.first()).copied().collect();
            findings
                .at(
                    source,
                    format!("all sources are copied before `{call}`, so each change of one installs everything again"),
                )
                .label(action.verb_span, "installs the dependencies")
                .help(format!("copy {} first, install, then copy the rest", manifests.join(" and ")));
            return;
        }
    }
}
