//! A RUN that deletes what an earlier layer holds.

use super::super::prelude::*;
use crate::facts::Brought;
use crate::knowledge::credentials::is_credential_path;
use crate::rules::{edits, joins};

pub(crate) static RULE: Rule = Rule::new("cleanup-in-later-layer", Group::Layers, Severity::Warning)
    .recommended()
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/layers/cleanup-in-later-layer.md"))
    .checks(&[Check::StageInImage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let mut brought = Brought::default();
    let mut last: Option<Run<'_>> = None;
    for step in view.steps() {
        let run = step.run();
        let cleaning = run.filter(|run| run.facts.commands().all(Command::only_cleans));
        // Of a credential another rule speaks: more is at stake than bytes.
        let taken = |run: &Run<'_>| brought.taken_by(run.facts, &step.site(), is_credential_path);
        if let Some((run, (span, older))) = cleaning.and_then(|run| Some((run, taken(&run)?))) {
            let just_before = |last: &Run<'_>| {
                last.step.index + 1 == step.index
                    && last.step.instruction.span.encloses(older)
                    && edits::flags(&last.step).eq(edits::flags(&step))
            };
            let joined = last.filter(just_before).and_then(|last| joins::join(&last, &run));
            findings
                .at(span, "this frees nothing: what it deletes stays in an earlier layer")
                .label(older, "written here")
                .help("delete it in the RUN that writes it")
                .fix("Join with the RUN before", Safety::Unsafe, joined.unwrap_or_default());
        }
        brought.add(step.instruction, run.map(|run| run.facts), &step.site());
        last = run;
    }
}
