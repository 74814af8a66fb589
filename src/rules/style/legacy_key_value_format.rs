//! ENV and LABEL without an equals sign.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("legacy-key-value-format", Group::Style, Severity::Info)
    .recommended()
    .aliases(&["buildkit:LegacyKeyValueFormat", "droast:DF082"])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::Quotes])
    .page(include_str!("../../../rules/style/legacy-key-value-format.md"))
    .checks(&[Check::Instruction(&[Keyword::Env, Keyword::Label], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Some(pairs) = step.instruction.kind.pairs().filter(|pairs| pairs.legacy) else { return };
    let (Some(pair), source) = (pairs.pairs.first(), step.file.source) else { return };
    let (keyword, key) = (step.instruction.keyword.name(), &pair.key.value);
    let gap = pair.key.span.until(pair.value.span);
    let value = step.file.dockerfile.escape.assigned(source.slice(pair.value.span));
    let value = value.filter(|_| source.slice(gap).trim_matches([' ', '\t']).is_empty());
    let edits = value.map(|value| [Edit::replace(gap, "="), Edit::replace(pair.value.span, value)]);
    findings
        .at(
            step.instruction.keyword_span.to(pair.key.span),
            format!("`{keyword} {key} …` has no `=` between key and value"),
        )
        .help(format!("write `{keyword} {key}=…`, with quotes around a value that holds blanks"))
        .fix("Write it with `=`", Safety::Safe, edits.into_iter().flatten());
}
