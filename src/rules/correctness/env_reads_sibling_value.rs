//! A value that is taken from in front of the instruction that sets it.

use super::super::prelude::*;
use crate::dockerfile::{Lookup, expand};
use crate::facts::fallback;
use crate::model::Variable;
use crate::rules::edits::is_blank_gap;
use std::collections::{HashMap, HashSet};

pub(crate) static RULE: Rule = Rule::new("env-reads-sibling-value", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["hadolint:DL3044", "droast:DF062"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/env-reads-sibling-value.md"))
    .checks(&[Check::Instruction(&[Keyword::Env, Keyword::Label], check)]);

/// The fix is unsafe: what stands behind the new line reads the new value as well.
fn check(step: &Step<'_>, findings: &mut Findings) {
    let (Kind::Env(pairs) | Kind::Label(pairs)) = &step.instruction.kind else { return };
    let pairs = &pairs.pairs;
    // Where each name is set first, and the last pair in front of the one looked at.
    let mut set: HashMap<&str, usize> = HashMap::new();
    for (at, pair) in pairs.iter().enumerate() {
        set.entry(&pair.key.value).or_insert(at);
    }
    let model = step.file.model;
    let stage = step.stage.map(|stage| stage.index);
    for (at, pair) in pairs.iter().enumerate().filter(|(_, pair)| pair.value.value.contains('$')) {
        let found = expand(&pair.value.value, step.file.dockerfile.escape, |_| Lookup::Unknown);
        let uses = found.map_or_else(|error| error.uses, |expansion| expansion.uses);
        let mut named = HashSet::new();
        for used in uses.iter().filter(|used| named.insert(&*used.name)) {
            let name = &*used.name;
            let Some(sibling) = set.get(name).copied() else { continue };
            let itself = *name == *pair.key.value;
            // `A=x A=$A/y`: the first one is lost, whatever was there before.
            let lost = itself && sibling < at;
            let before = matches!(model.variable(name, stage, step.index), Variable::Defined(_) | Variable::Given(..));
            if !lost && (itself || before) || fallback(&pair.value.value, used) {
                continue;
            }
            let Some(other) = pairs.get(sibling) else { continue };
            let finding = findings
                .at(
                    step.file.part_of(&pair.value, &used.range),
                    format!(
                        "`{name}` has the value from before this {} here, not the one set beside it",
                        step.instruction.keyword.name()
                    ),
                )
                .label(other.span, "set here")
                .help("set it in an instruction of its own in front");
            let gap = at
                .checked_sub(1)
                .and_then(|at| pairs.get(at))
                .map(|last| Span::new(last.span.end, pair.span.start.max(last.span.end)));
            let keyword = step.file.source.slice(step.instruction.keyword_span);
            if let Some(gap) = gap.filter(|gap| sibling < at && !step.onbuild && is_blank_gap(step.file.source, *gap)) {
                let edit = Edit { span: gap, replacement: format!("\n{keyword} ") };
                finding.fix("Split the instruction", Safety::Unsafe, vec![edit]);
            }
        }
    }
}
