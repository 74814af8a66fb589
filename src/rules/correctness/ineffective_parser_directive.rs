//! A parser directive that the builder takes for a comment.

use super::super::prelude::*;
use crate::dockerfile::{Comment, LikeDirective};
use crate::facts::escape::reads_the_same;
use crate::rules::nearest_of;
use std::collections::HashSet;

pub(crate) static RULE: Rule = Rule::new("ineffective-parser-directive", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["tally:syntax-directive-typo"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/ineffective-parser-directive.md"))
    .checks(&[Check::File(check)]);

/// The directives that the builder knows.
const NAMES: &[&str] = &["check", "escape", "syntax"];

/// Longer words are none of them, however misspelt.
const LONGEST_NAME: usize = 12;

/// A directive that the builder refuses, such as a second `escape`, is a parse error and no matter of this rule.
fn check(file: &File<'_>, findings: &mut Findings) {
    let refused: HashSet<u32> = file.dockerfile.errors.iter().map(|error| error.at).collect();
    let first = file.dockerfile.instructions.first().map_or(u32::MAX, |first| first.span.start);
    for comment in file.dockerfile.comments.iter().filter(|comment| !refused.contains(&comment.span.start)) {
        let like = LikeDirective::parse(file.source.slice(comment.text));
        let Some(like) = like.filter(|like| like.name.len() <= LONGEST_NAME) else { continue };
        if !NAMES.iter().any(|name| like.has_value_of(name)) {
            continue;
        }
        let near = nearest_of(like.name, NAMES.iter().copied());
        let Some(meant) = near.filter(|name| like.has_value_of(name)) else { continue };
        let known = NAMES.iter().any(|name| name.eq_ignore_ascii_case(like.name));
        if known && like.separator == '=' {
            misplaced(file, comment, &like, meant, findings);
        } else if comment.span.start <= first {
            // Further down a name that is only similar is a word like any other.
            misspelt(file, comment, &like, meant, findings);
        }
    }
}

fn misspelt(file: &File<'_>, comment: &Comment, like: &LikeDirective<'_>, meant: &str, findings: &mut Findings) {
    // Where the block of directives ends in which another one would count.
    let top = file.dockerfile.directives.last().map_or(0, |last| last.span.end);
    let between = file.source.text().get(top as usize..comment.span.start as usize).unwrap_or("#");
    let first = between.trim().is_empty() && between.matches('\n').count() <= usize::from(top > 0);
    let counts = first && reads_the_same(file.source, file.dockerfile, meant, like.value);
    let edit = Edit::replace(comment.text.part(0..like.value_at), format!("{meant}="));
    findings
        .at(comment.span, format!("`{}{}` is no parser directive, so this is a comment", like.name, like.separator))
        .help(format!("write `# {meant}=…`"))
        .fix(format!("Write `{meant}=`"), Safety::Unsafe, counts.then_some(edit));
}

fn misplaced(file: &File<'_>, comment: &Comment, like: &LikeDirective<'_>, meant: &str, findings: &mut Findings) {
    let message = format!("`{meant}` is a comment here: parser directives stand at the very top, each once");
    let finding = findings.at(comment.span, message);
    if let Some(known) = file.dockerfile.directives.iter().find(|known| known.name.as_str() == meant) {
        finding.label(known.span, "this one counts").help("delete one of them");
        return;
    }
    let finding = finding.help("move it to the first line");
    let text = file.source.text();
    let directive = file.source.slice(comment.span).trim();
    let alone = file.source.slice(file.lines_of(comment.span)).trim() == directive && !text.starts_with("#!");
    if alone && reads_the_same(file.source, file.dockerfile, meant, like.value) {
        let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
        let edits = [Edit::insert(start, format!("{directive}\n")), file.remove_lines(comment.span)];
        finding.fix("Move it to the top", Safety::Unsafe, edits);
    }
}
