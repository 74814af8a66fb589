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
    for instruction in &file.dockerfile.instructions {
        let empty = file.dockerfile.empty_lines_in(instruction);
        let (Some(first), Some(last)) = (empty.first(), empty.last()) else { continue };
        let keyword = instruction.keyword.name();
        // The last of them may be the last of the file.
        let end = file.lines_of(*last).end.min(instruction.span.end);
        let mut behind = file.source.slice(Span::new(end, instruction.span.end)).split_whitespace();
        // Somebody meant the instruction to end here, and the next one is swallowed as arguments.
        if let Some(next) = behind.next().and_then(Keyword::in_capitals) {
            findings
                .at(*first, format!("the {keyword} goes on behind this empty line, and takes the {next} in"))
                .help("remove the escape character at the end of the line above");
        } else {
            let edits = empty.iter().map(|line| file.remove_lines(*line));
            findings.at(*first, format!("an empty line stands inside this {keyword}")).fix(
                "Remove the empty lines",
                Safety::Safe,
                edits,
            );
        }
    }
}
