//! AS in another case than its FROM.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("from-as-casing", Group::Style, Severity::Style)
    .recommended()
    .aliases(&["buildkit:FromAsCasing", "droast:DF079"])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/style/from-as-casing.md"))
    .checks(&[Check::Instruction(&[Keyword::From], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Kind::From(from) = &step.instruction.kind else { return };
    let Some(span) = from.as_word else { return };
    let keyword = step.file.source.slice(step.instruction.keyword_span);
    let wanted = match keyword {
        "FROM" => "AS",
        "from" => "as",
        _ => return,
    };
    let written = step.file.source.slice(span);
    if written != wanted && written.eq_ignore_ascii_case(wanted) {
        findings.at(span, format!("`{written}` is not written as `{keyword}` is")).write(span, wanted, Safety::Safe);
    }
}
