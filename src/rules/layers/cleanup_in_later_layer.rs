//! A RUN that deletes what an earlier layer holds.

use std::collections::{HashMap, HashSet};

use super::super::prelude::*;
use crate::facts::paths::is_below;
use crate::facts::{Brought, writes_of_copy};
use crate::knowledge::credentials::is_credential_path;
use crate::knowledge::files::is_archive;
use crate::rules::{edits, joins};

pub(crate) static RULE: Rule = Rule::new("cleanup-in-later-layer", Group::Layers, Severity::Warning)
    .recommended()
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/layers/cleanup-in-later-layer.md"))
    .checks(&[Check::StageInImage(check)]);

const IN_COPY: &str = "leave it out of what is copied, or mount it for the RUN that needs it";
const IN_SAME_RUN: &str = "delete it in the RUN that writes it";

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if !view.steps().filter_map(|step| step.run()).any(only_cleans) {
        return;
    }
    let mut brought = Brought::default();
    let mut copied: HashMap<u32, String> = HashMap::new();
    let mut small: HashSet<u32> = HashSet::new();
    let mut last: Option<Run<'_>> = None;
    for step in view.steps() {
        let run = step.run();
        let cleaning = run.filter(|run| only_cleans(*run));
        // Of a credential another rule speaks: more is at stake than bytes.
        let taken = |run: &Run<'_>| brought.taken_by(run.facts, &step.site(), is_credential_path);
        if let Some((run, (span, older))) = cleaning.and_then(|run| Some((run, taken(&run)?))) {
            let just_before = |last: &Run<'_>| {
                last.step.index + 1 == step.index
                    && last.step.instruction.span.encloses(older)
                    && edits::flags(&last.step).eq(edits::flags(&step))
            };
            let joined = last.filter(just_before).and_then(|last| joins::join(&last, &run));
            // A part of what a COPY brings weighs little beside the rest, and is to be gone.
            let copy = copied.get(&older.start);
            let chosen = |command: &Command| command.name() == Some("find") && command.span.encloses(span);
            let is_part = copy.is_some_and(|whole| {
                if run.facts.commands().any(chosen) {
                    return true;
                }
                let removed = step.site().path(view.file.source.slice(span), step.site().directory());
                removed.is_some_and(|removed| removed != *whole && is_below(&removed, whole) && !is_archive(&removed))
            });
            let help = if copy.is_some() { IN_COPY } else { IN_SAME_RUN };
            findings
                .at(span, "this frees nothing: what it deletes stays in an earlier layer")
                .severity(if is_part || small.contains(&older.start) { Severity::Info } else { Severity::Warning })
                .label(older, "written here")
                .help(help)
                .fix("Join with the RUN before", Safety::Unsafe, joined.unwrap_or_default());
        }
        if let Some(transfer) = step.instruction.kind.transfer() {
            if transfer.sources.iter().all(|source| is_small(&step, &source.value)) {
                small.extend(transfer.sources.iter().chain([&transfer.destination]).map(|word| word.span.start));
            }
            copied.extend(writes_of_copy(transfer, &step.site()).into_iter().map(|it| (it.span.start, it.path)));
        }
        brought.add(step.instruction, run.map(|run| run.facts), &step.site());
        last = run;
    }
}

fn only_cleans(run: Run<'_>) -> bool {
    run.facts.commands().all(Command::only_cleans)
}

/// The size of files that nobody misses in a layer, in bytes.
const SMALL: u64 = 64 << 10;

/// Whether a source of COPY is a file of the context that weighs nothing.
fn is_small(step: &Step<'_>, source: &str) -> bool {
    let context = step.file.context.filter(|_| step.instruction.flag("from").is_none());
    let file = context.and_then(|context| context.metadata(source));
    file.is_some_and(|file| file.is_file() && file.size < SMALL)
}
