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
        let edits = inside.iter().map(|line| Edit { span: file.lines_of(*line), replacement: String::new() });
        let keyword = instruction.keyword.name();
        // Somebody meant the instruction to end here, and the next one is swallowed as arguments.
        let end = inside.last().map_or(first.end, |line| file.lines_of(*line).end);
        // The last of them may be the last of the file.
        let behind = Span::new(end.min(instruction.span.end), instruction.span.end);
        if let Some(next) = keyword_at(file.source.slice(behind)) {
            let message = format!("the {keyword} goes on behind this empty line, and takes the {next} in");
            findings.at(*first, message).help("remove the escape character at the end of the line above");
            continue;
        }
        findings.at(*first, format!("an empty line stands inside this {keyword}")).fix(
            "Remove the empty lines",
            Safety::Safe,
            edits,
        );
    }
}

/// The keyword in capitals that a text begins with.
fn keyword_at(text: &str) -> Option<&'static str> {
    let word = text.split_whitespace().next()?;
    Keyword::NAMES.into_iter().find(|name| *name == word)
}
