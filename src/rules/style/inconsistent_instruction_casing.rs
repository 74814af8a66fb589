//! Keywords in different cases.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("inconsistent-instruction-casing", Group::Style, Severity::Style)
    .recommended()
    .aliases(&[
        "buildkit:ConsistentInstructionCasing", "droast:DF076", "dockerfilelint:uppercase_commands",
        "dockerfile-utils:CASING_INSTRUCTION",
    ])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/style/inconsistent-instruction-casing.md"))
    .checks(&[Check::File(check)]);

/// Like BuildKit, which counts neither ARGs in front of the first FROM nor what stands inside ONBUILD.
fn check(file: &File<'_>, findings: &mut Findings) {
    let first = file.model.stages.first().and_then(|stage| stage.from).unwrap_or(0);
    let keywords = || {
        let instructions = file.dockerfile.instructions.iter().skip(first);
        instructions.map(|it| (it.keyword_span, file.source.slice(it.keyword_span)))
    };
    let is_lower = |word: &str| !word.contains(|c: char| c.is_ascii_uppercase());
    let is_upper = |word: &str| !word.contains(|c: char| c.is_ascii_lowercase());
    let small = keywords().filter(|(_, word)| is_lower(word)).count();
    let capital = keywords().filter(|(_, word)| is_upper(word)).count();
    for (span, word) in keywords() {
        let (holds, replacement, case) = if small > capital {
            (is_lower(word), word.to_ascii_lowercase(), "lower")
        } else {
            (is_upper(word), word.to_ascii_uppercase(), "upper")
        };
        if !holds {
            let title = format!("Write `{replacement}`");
            findings.at(span, format!("`{word}` is not in {case} case, as most keywords here are")).fix(
                title,
                Safety::Safe,
                vec![Edit { span, replacement }],
            );
        }
    }
}
