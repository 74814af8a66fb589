//! A stage sets one label twice.

use super::super::prelude::*;
use crate::dockerfile::Pair;
use crate::rules::drops;
use std::collections::HashMap;

pub(crate) static RULE: Rule = Rule::new("duplicate-label-key", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["tally:labels/no-duplicate-keys"])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::LostLabels, Freedom::Comments])
    .page(include_str!("../../../rules/correctness/duplicate-label-key.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let mut last: HashMap<String, (Step<'_>, &Pair)> = HashMap::new();
    for step in view.steps() {
        let Kind::Label(pairs) = &step.instruction.kind else { continue };
        for pair in &pairs.pairs {
            let key = step.expand(&pair.key.value);
            let Some(key) = key.as_known() else { continue };
            let Some((before, older)) = last.insert(key.to_owned(), (step, pair)) else { continue };
            findings
                .at(older.key.span, format!("the label `{key}` is set again further down, and this value is lost"))
                .label(pair.key.span, "set again here")
                .help("keep one of the two")
                .fix(format!("Remove the first `{key}`"), Safety::Safe, drops::pair(&before, older.span));
        }
    }
}
