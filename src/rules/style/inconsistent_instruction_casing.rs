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
    let spans = file.dockerfile.instructions.iter().skip(first).map(|it| it.keyword_span);
    let words = || spans.clone().map(|span| (span, file.source.slice(span)));
    let small = words().filter(|(_, word)| !word.contains(|c: char| c.is_ascii_uppercase())).count();
    let capital = words().filter(|(_, word)| !word.contains(|c: char| c.is_ascii_lowercase())).count();
    for (span, word) in words() {
        let (wanted, case) =
            if small > capital { (word.to_ascii_lowercase(), "lower") } else { (word.to_ascii_uppercase(), "upper") };
        if word != wanted {
            findings.at(span, format!("`{word}` is not in {case} case, as most keywords here are")).write(
                span,
                &wanted,
                Safety::Safe,
            );
        }
    }
}
