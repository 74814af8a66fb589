//! Empty lines inside an instruction.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("empty-continuation-line", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["buildkit:NoEmptyContinuation", "dockerfile-utils:EMPTY_CONTINUATION_LINE"])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/correctness/empty-continuation-line.md"))
    .checks(&[Check::File(check)]);

/// The place is BuildKit's, the line that the instruction ends on; what is to be done is on the empty line, the label.
fn check(file: &File<'_>, findings: &mut Findings) {
    for instruction in &file.dockerfile.instructions {
        let empty = file.dockerfile.empty_lines_in(instruction);
        let (Some(first), Some(last)) = (empty.first(), empty.last()) else { continue };
        let (keyword, place) = (instruction.keyword.name(), file.last_line_of(instruction));
        // The last of them may be the last of the file.
        let end = file.lines_of(*last).end.min(instruction.span.end);
        let mut behind = file.source.slice(Span::new(end, instruction.span.end)).split_whitespace();
        // Somebody meant the instruction to end here, and the next one is swallowed as arguments.
        if let Some(next) = behind.next().and_then(Keyword::in_capitals) {
            findings
                .at(place, format!("the {keyword} goes on behind an empty line, and takes the {next} in"))
                .label(*first, "the empty line")
                .help("remove the escape character at the end of the line above the empty line");
        } else {
            let edits = empty.iter().map(|line| file.remove_lines(*line));
            findings
                .at(place, format!("an empty line stands inside the {keyword} that ends here"))
                .label(*first, "the empty line")
                .fix("Remove the empty lines", Safety::Safe, edits);
        }
    }
}
