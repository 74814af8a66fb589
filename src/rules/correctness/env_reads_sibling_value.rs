//! A value that is taken from in front of the instruction that sets it.

use super::super::prelude::*;
use crate::facts::stale_uses;
use crate::rules::edits::is_blank_gap;

pub(crate) static RULE: Rule = Rule::new("env-reads-sibling-value", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["hadolint:DL3044", "droast:DF062"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/env-reads-sibling-value.md"))
    .checks(&[Check::Instruction(&[Keyword::Env, Keyword::Label], check)]);

/// The fix is unsafe: what stands behind the new line reads the new value as well.
fn check(step: &Step<'_>, findings: &mut Findings) {
    let Some(pairs) = step.instruction.kind.pairs() else { return };
    let (file, stage) = (step.file, step.stage.map(|stage| stage.index));
    let (name, written) = (step.instruction.keyword.name(), file.source.slice(step.instruction.keyword_span));
    for stale in stale_uses(file.model, stage, step.index, file.dockerfile.escape, &pairs.pairs) {
        let message =
            format!("`{}` has the value from before this {name} here, not the one set beside it", stale.used.name);
        let gap = stale.gap.filter(|gap| !step.onbuild && is_blank_gap(file.source, *gap));
        findings
            .at(file.part_of(&stale.pair.value, &stale.used.range), message)
            .label(stale.sibling.span, "set here")
            .help("set it in an instruction of its own in front")
            .fix("Split the instruction", Safety::Unsafe, gap.map(|gap| Edit::replace(gap, format!("\n{written} "))));
    }
}
