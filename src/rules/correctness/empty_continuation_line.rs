//! Empty lines inside an instruction.

use super::super::prelude::*;

/// The rule.
pub static RULE: Rule = Rule {
    name: "empty-continuation-line",
    group: Group::Correctness,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &["buildkit:NoEmptyContinuation", "dockerfile-utils:EMPTY_CONTINUATION_LINE"],
    fix: FixKind::Safe,
    page: include_str!("../../../rules/correctness/empty-continuation-line.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    let mut empty = file.dockerfile.empty_continuations.iter().copied().peekable();
    for instruction in &file.dockerfile.instructions {
        let mut inside = Vec::new();
        while let Some(line) = empty.next_if(|line| line.start < instruction.span.end) {
            inside.push(line);
        }
        let Some(first) = inside.first() else { continue };
        let edits = inside
            .iter()
            .map(|line| Edit { span: file.lines_of(*line), replacement: String::new() })
            .collect();
        findings
            .at(*first, format!("an empty line stands inside this {}", instruction.keyword.name()))
            .fix("Remove the empty lines", Safety::Safe, edits);
    }
}
