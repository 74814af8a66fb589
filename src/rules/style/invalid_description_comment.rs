//! Comments above ARG and FROM that describe something else.

use super::super::prelude::*;
use crate::knowledge::comments::is_pragma;

pub(crate) static RULE: Rule = Rule::new("invalid-description-comment", Group::Style, Severity::Info)
    .aliases(&["buildkit:InvalidDefinitionDescription plain", "buildkit:InvalidDefinitionDescription buildkit-only"])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::Comments])
    .page(include_str!("../../../rules/style/invalid-description-comment.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    for instruction in &file.dockerfile.instructions {
        let (names, is_from): (Vec<&str>, _) = match &instruction.kind {
            Kind::From(from) => (from.name.iter().map(|name| &*name.value).collect(), true),
            Kind::Arg(pairs) => (pairs.iter().map(|pair| &*pair.name.value).collect(), false),
            _ => continue,
        };
        let above = file.dockerfile.comments.get(instruction.comments_above.clone());
        let Some(comment) = above.and_then(<[_]>::last) else { continue };
        let text = file.source.slice(comment.text);
        let first = text.split(' ').next().unwrap_or("");
        let is_meant = |name: &&str| *name == first || is_from && name.eq_ignore_ascii_case(first);
        if names.is_empty() || names.iter().any(is_meant) {
            continue;
        }
        let message = match names.as_slice() {
            [name] => format!("the comment does not begin with `{name}`, which it should describe"),
            _ => "the comment begins with none of the names that it should describe".to_owned(),
        };
        let line = file.lines_of(comment.span);
        let newline = if file.source.slice(line).ends_with("\r\n") { "\r\n" } else { "\n" };
        // For BuildKit an empty line does not separate a comment from what it describes.
        let apart = line.end != instruction.span.start;
        findings
            .at(comment.span, message)
            .help("begin the comment with the name, or separate it by a line that holds only `#`")
            .variant(if apart || is_pragma(text) { "buildkit-only" } else { "plain" })
            .fix("Separate it by a line with `#`", Safety::Safe, [Edit::insert(line.end, format!("#{newline}"))]);
    }
}
