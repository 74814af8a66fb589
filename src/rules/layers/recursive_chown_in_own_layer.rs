//! Owner or mode of copied files changed in a layer of its own.

use super::super::ownership::while_copied;
use super::super::prelude::*;
use crate::facts::{Writes, writes_of_copy};
use crate::source::file_name;

pub(crate) static RULE: Rule = Rule::new("recursive-chown-in-own-layer", Group::Layers, Severity::Info)
    .recommended()
    .aliases(&["tally:prefer-copy-chmod"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/layers/recursive-chown-in-own-layer.md"))
    .checks(&[Check::StageInImage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let mut copied = Writes::default();
    let mut repairs = 0..MOST_REPAIRS;
    for step in view.steps() {
        let site = step.site();
        for written in step.instruction.kind.transfer().into_iter().flat_map(|copy| writes_of_copy(copy, &site)) {
            copied.add(&written.path, written.span);
        }
        let Some(run) = step.run() else { continue };
        let changes = run.facts.writes(&site).iter().filter(|written| !written.made);
        let mut hits = changes.filter_map(|written| Some((written, copied.hit(&written.path)?)));
        let Some((written, older)) = hits.next() else { continue };
        let span = written.span;
        let changes_all = |command: &Command| {
            let changes = matches!(command.name(), Some("chown" | "chmod" | "chgrp"));
            changes && command.is_recursive() && command.span.encloses(span)
        };
        let whole = run.facts.commands().any(changes_all) && !is_file(step.file.source.slice(older));
        let edits = repairs.next().and_then(|_| while_copied(view, &run, &written.path));
        findings
            .at(span, "this changes files of an earlier layer, which are then stored twice")
            .label(older, "copied here")
            .severity(if whole { Severity::Info } else { Severity::Style })
            .help("set owner and mode where the files are copied, with `COPY --chown=` and `--chmod=`")
            .fix("Set it while copying", Safety::Unsafe, edits.unwrap_or_default());
    }
}

/// For how many findings of a stage a repair is worked out: a bound for hostile files.
const MOST_REPAIRS: usize = 16;

/// Whether a copied word is a single file by its looks: its name has an ending.
fn is_file(word: &str) -> bool {
    let name = file_name(word.trim_end_matches('/'));
    name.trim_start_matches('.').contains('.')
}
