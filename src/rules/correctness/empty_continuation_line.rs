//! Empty lines inside an instruction.

use super::super::prelude::*;
use crate::dockerfile::Instruction;

pub(crate) static RULE: Rule = Rule::new("empty-continuation-line", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["buildkit:NoEmptyContinuation", "dockerfile-utils:EMPTY_CONTINUATION_LINE"])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/correctness/empty-continuation-line.md"))
    .checks(&[Check::File(check)]);

/// The place is BuildKit's, the line that the instruction ends on; what is to be done is on the empty line, the label.
fn check(file: &File<'_>, findings: &mut Findings) {
    let mut empty = file.dockerfile.empty_continuations.iter().copied().peekable();
    for instruction in &file.dockerfile.instructions {
        let mut inside = Vec::new();
        while let Some(line) = empty.next_if(|line| line.start < instruction.span.end) {
            inside.push(line);
        }
        let (Some(first), Some(last)) = (inside.first(), inside.last()) else { continue };
        let keyword = instruction.keyword.name();
        // Somebody meant the instruction to end here, and the next one is swallowed as arguments. The last of the empty
        // lines may be the last of the file.
        let behind = Span::new(file.lines_of(*last).end.min(instruction.span.end), instruction.span.end);
        if let Some(next) = keyword_at(file.source.slice(behind)) {
            let message = format!("the {keyword} goes on behind an empty line, and takes the {next} in");
            let finding = findings.at(last_line(file, instruction), message).label(*first, "the empty line");
            finding.help("remove the escape character at the end of the line above the empty line");
            continue;
        }
        let edits = inside.iter().map(|line| Edit { span: file.lines_of(*line), replacement: String::new() });
        findings
            .at(last_line(file, instruction), format!("an empty line stands inside the {keyword} that ends here"))
            .label(*first, "the empty line")
            .fix("Remove the empty lines", Safety::Safe, edits);
    }
}

/// The last line of an instruction in front of its heredocs, blanks around it excluded.
fn last_line(file: &File<'_>, instruction: &Instruction) -> Span {
    let bodies = instruction.heredocs.first().map(|heredoc| heredoc.body.start.saturating_sub(1));
    let end = bodies.unwrap_or(instruction.span.end);
    let line = Span::new(file.lines_of(Span::empty(end)).start, end);
    let text = file.source.slice(line);
    let indent = u32::try_from(text.len() - text.trim_start().len()).unwrap_or(0);
    let length = u32::try_from(text.trim().len()).unwrap_or(0);
    if length == 0 { line } else { Span::new(line.start + indent, line.start + indent + length) }
}

/// The keyword in capitals that a text begins with.
fn keyword_at(text: &str) -> Option<&'static str> {
    let word = text.split_whitespace().next()?;
    Keyword::NAMES.into_iter().find(|name| *name == word)
}
