//! A stage sets one label twice.

use super::super::prelude::*;
use std::collections::HashMap;

use crate::dockerfile::Pairs;
use crate::rules::drops;

pub(crate) static RULE: Rule = Rule::new("duplicate-label-key", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["tally:labels/no-duplicate-keys"])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/correctness/duplicate-label-key.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let mut last: HashMap<String, (Step<'_>, &Pairs, usize)> = HashMap::new();
    for step in view.steps() {
        let Kind::Label(pairs) = &step.instruction.kind else { continue };
        for (number, pair) in pairs.pairs.iter().enumerate() {
            let key = view.file.model.expand(&pair.key.value, Some(view.stage.index), step.index);
            let Some(key) = key.as_known() else { continue };
            let Some((before, of, at)) = last.insert(key.to_owned(), (step, pairs, number)) else {
                continue;
            };
            let Some(older) = of.pairs.get(at) else { continue };
            let finding = findings
                .at(older.key.span, format!("the label `{key}` is set again further down, and this value is lost"))
                .label(pair.key.span, "set again here")
                .help("keep one of the two");
            finding.fix(format!("Remove the first `{key}`"), Safety::Safe, drops::pair(&before, older.span));
        }
    }
}
