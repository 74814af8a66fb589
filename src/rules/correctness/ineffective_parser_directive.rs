//! A parser directive that the builder takes for a comment.

use super::super::prelude::*;
use crate::dockerfile;
use crate::rules::edits::insert;
use crate::rules::nearest_of;
use crate::source::Source;
use std::collections::HashSet;

pub(crate) static RULE: Rule = Rule::new("ineffective-parser-directive", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["tally:syntax-directive-typo"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/ineffective-parser-directive.md"))
    .checks(&[Check::File(check)]);

/// A directive that the builder refuses, such as a second `escape`, is a parse error and no matter of this rule.
fn check(file: &File<'_>, findings: &mut Findings) {
    let text = file.source.text();
    let refused: HashSet<u32> = file.dockerfile.errors.iter().map(|error| error.at).collect();
    let first = file.dockerfile.instructions.first().map_or(u32::MAX, |first| first.span.start);
    let top = directives_end(file);
    for comment in &file.dockerfile.comments {
        let Some((name, separator, value)) = parts(file.source.slice(comment.text)) else {
            continue;
        };
        if refused.contains(&comment.span.start) || name.len() > LONGEST_NAME {
            continue;
        }
        let misspelt = !NAMES.contains(&name.to_ascii_lowercase().as_str());
        let Some(meant) = nearest_of(name, NAMES.iter().copied()) else { continue };
        if !is_value_of(meant, value) {
            continue;
        }
        let is_first = text
            .get(top as usize..comment.span.start as usize)
            .filter(|between| between.trim().is_empty())
            .is_some_and(|between| between.matches('\n').count() <= usize::from(top > 0));
        let start = comment.text.start;
        let name_span = Span::new(start, start + u32::try_from(name.len()).unwrap_or(0));
        if misspelt || separator == ':' {
            // Far from the top a name that is only similar is a word like any other.
            if comment.span.start > first {
                continue;
            }
            let finding = findings
                .at(comment.span, format!("`{name}{separator}` is no parser directive, so this is a comment"))
                .help(format!("write `# {meant}=…`"));
            if is_first && reads_the_same(file, meant, value) {
                let behind = name_span.end..comment.text.end;
                let gap = text.get(behind.start as usize..behind.end as usize).unwrap_or("");
                let equals = behind.start + u32::try_from(gap.find(separator).unwrap_or(0)).unwrap_or(0) + 1;
                let edit = Edit { span: Span::new(start, equals), replacement: format!("{meant}=") };
                finding.fix(format!("Write `{meant}=`"), Safety::Unsafe, vec![edit]);
            }
            continue;
        }
        let in_force = file.dockerfile.directives.iter().find(|known| known.name.as_str() == meant);
        let finding = findings.at(
            comment.span,
            format!("`{meant}` is a comment here: parser directives stand at the very top, each once"),
        );
        if let Some(known) = in_force {
            finding.label(known.span, "this one counts").help("delete one of them");
            continue;
        }
        let finding = finding.help("move it to the first line");
        let line = file.lines_of(comment.span);
        let directive = file.source.slice(comment.span).trim();
        if file.source.slice(line).trim() == directive && !text.starts_with("#!") && reads_the_same(file, meant, value)
        {
            let delete = Edit { span: line, replacement: String::new() };
            let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
            let edits = vec![insert(start, format!("{directive}\n")), delete];
            finding.fix("Move it to the top", Safety::Unsafe, edits);
        }
    }
}

/// Whether the builder sees the same instructions in the file once a directive counts: another escape character may not continue the
/// lines that are continued now.
fn reads_the_same(file: &File<'_>, directive: &str, value: &str) -> bool {
    if directive != "escape" {
        return true;
    }
    let text = file.source.text().trim_start_matches('\u{feff}');
    let moved = dockerfile::parse(&Source::new("", format!("# escape={value}\n{text}")));
    let lengths = |of: &dockerfile::Dockerfile| -> Vec<u32> {
        of.instructions.iter().map(|instruction| instruction.span.end - instruction.span.start).collect()
    };
    moved.errors.len() <= file.dockerfile.errors.len() && lengths(&moved) == lengths(file.dockerfile)
}

/// The directives that the builder knows.
const NAMES: &[&str] = &["check", "escape", "syntax"];

/// Longer words are none of them, however misspelt.
const LONGEST_NAME: usize = 12;

/// Where the block of directives ends in which another one would count.
fn directives_end(file: &File<'_>) -> u32 {
    file.dockerfile.directives.last().map_or(0, |last| last.span.end)
}

/// Name, separator and value of `name=value` or `name: value`.
fn parts(text: &str) -> Option<(&str, char, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric())?;
    let behind = text[end..].trim_start();
    let separator = behind.chars().next().filter(|c| matches!(c, '=' | ':'))?;
    Some((&text[..end], separator, behind[1..].trim()))
}

/// Whether a text looks like the value of a directive, and not like a sentence.
fn is_value_of(directive: &str, value: &str) -> bool {
    match directive {
        "syntax" => value.contains('/') && !value.contains(char::is_whitespace),
        "escape" => matches!(value, "`" | "\\"),
        _ => ["skip=", "error=", "experimental="].iter().any(|start| value.starts_with(start)),
    }
}
