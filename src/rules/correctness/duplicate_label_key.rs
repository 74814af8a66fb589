//! A stage sets one label twice.

use super::super::prelude::*;
use std::collections::HashMap;

use crate::dockerfile::Pairs;
use crate::rules::edits::is_blank_gap;

/// The rule.
pub static RULE: Rule = Rule {
    name: "duplicate-label-key",
    group: Group::Correctness,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &["tally:labels/no-duplicate-keys"],
    fix: FixKind::Safe,
    page: include_str!("../../../rules/correctness/duplicate-label-key.md"),
    checks: &[Check::Stage(check)],
};

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
            if let Some(span) = removal(&before, of, at) {
                let edit = Edit { span, replacement: String::new() };
                finding.fix(format!("Remove the first `{key}`"), Safety::Safe, vec![edit]);
            }
        }
    }
}

/// What is cut to remove one pair: with the blanks to its neighbour, or the whole instruction. `None` where a comment would go too.
fn removal(step: &Step<'_>, pairs: &Pairs, at: usize) -> Option<Span> {
    let pair = pairs.pairs.get(at)?;
    if pairs.pairs.len() == 1 {
        return Some(step.file.lines_of(step.instruction.span));
    }
    // The first of several is cut with what stands behind it, any other with what stands in front.
    let before = at.checked_sub(1).and_then(|before| pairs.pairs.get(before));
    let (span, gap) = if let Some(before) = before {
        let gap = Span::new(before.span.end, pair.span.start);
        (Span::new(gap.start, pair.span.end), gap)
    } else {
        let gap = Span::new(pair.span.end, pairs.pairs.get(1)?.span.start);
        (Span::new(pair.span.start, gap.end), gap)
    };
    is_blank_gap(step.file.source, gap).then_some(span)
}
