//! Blanks that no formatter would leave.

use super::super::prelude::*;

/// The rule.
pub static RULE: Rule = Rule {
    name: "unformatted-file",
    group: Group::Style,
    severity: Severity::Style,
    recommended: false,
    workshop: false,
    aliases: &[
        "tally:eol-last", "tally:no-trailing-spaces", "tally:no-multiple-empty-lines", "tally:consistent-indentation",
    ],
    fix: FixKind::Safe,
    page: include_str!("../../../rules/style/unformatted-file.md"),
    checks: &[Check::File(check)],
};

/// One finding for a file, at the first place.
fn check(file: &File<'_>, findings: &mut Findings) {
    let text = file.source.text();
    let mut edits: Vec<Edit> = Vec::new();
    let mut first: Option<(Span, &str)> = None;
    let mut note = |span: Span, problem: &'static str| {
        if first.is_none_or(|(known, _)| span.start < known.start) {
            first = Some((span, problem));
        }
    };
    let mut kept = kept(file).into_iter().peekable();
    let mut start = 0;
    let mut empty_lines = 0_u32;
    for line in text.split_inclusive('\n') {
        let end = start + length(line);
        let bare = line.trim_end_matches(['\n', '\r']);
        let line_start = std::mem::replace(&mut start, end);
        while kept.next_if(|span| span.end <= line_start).is_some() {}
        if kept.peek().is_some_and(|span| span.start < end) {
            empty_lines = 0;
            continue;
        }
        let trimmed = bare.trim_end_matches([' ', '\t']);
        if trimmed.len() < bare.len() {
            let span = Span::new(line_start + length(trimmed), line_start + length(bare));
            note(span, "blanks stand at the end of a line");
            edits.push(Edit { span, replacement: String::new() });
        }
        empty_lines = if trimmed.is_empty() { empty_lines + 1 } else { 0 };
        if empty_lines == 2 {
            note(Span::new(line_start, line_start), "two empty lines stand together");
        }
        if empty_lines >= 2 {
            // The line goes with its end; blanks on it are part of it.
            if trimmed.len() < bare.len() {
                edits.pop();
            }
            edits.push(Edit { span: Span::new(line_start, end), replacement: String::new() });
        }
        let indent = &bare[..bare.len() - bare.trim_start_matches([' ', '\t']).len()];
        if !trimmed.is_empty() && indent.contains(" \t") {
            note(Span::new(line_start, line_start + length(indent)), "a tab stands behind a blank");
        }
    }
    if !text.is_empty() && !text.ends_with('\n') {
        let end = length(text);
        let word = text.char_indices().next_back().map_or(end, |(at, _)| u32::try_from(at).unwrap_or(end));
        // What stands in a heredoc or a comment goes on to the end as well.
        note(Span::new(word, end), "the last line has no end");
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        edits.push(Edit { span: Span::empty(end), replacement: newline.to_owned() });
    }
    if let Some((span, problem)) = first {
        let finding = findings.at(span, problem).help("let your editor remove blanks at the end of lines");
        if !edits.is_empty() {
            finding.fix("Remove needless blanks", Safety::Safe, edits);
        }
    }
}

/// Text that stays as it is: comments, and the bodies of heredocs.
fn kept(file: &File<'_>) -> Vec<Span> {
    let comments = file.dockerfile.comments.iter().map(|comment| comment.span);
    let bodies = file.dockerfile.instructions.iter().flat_map(|instruction| {
        let inner = match &instruction.kind {
            Kind::Onbuild(trigger) => trigger.heredocs.as_slice(),
            _ => &[],
        };
        instruction.heredocs.iter().chain(inner).map(|heredoc| heredoc.body)
    });
    let mut all: Vec<Span> = comments.chain(bodies).filter(|span| !span.is_empty()).collect();
    all.sort_unstable();
    all
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
