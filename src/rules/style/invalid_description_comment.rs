//! Comments above ARG and FROM that describe something else.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("invalid-description-comment", Group::Style, Severity::Info)
    .aliases(&["buildkit:InvalidDefinitionDescription plain", "buildkit:InvalidDefinitionDescription buildkit-only"])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/style/invalid-description-comment.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    for instruction in &file.dockerfile.instructions {
        let names: Vec<&str> = match &instruction.kind {
            Kind::From(from) => from.name.iter().map(|name| &*name.value).collect(),
            Kind::Arg(pairs) => pairs.iter().map(|pair| &*pair.name.value).collect(),
            _ => continue,
        };
        let above = file.dockerfile.comments.get(instruction.comments_above.clone());
        let Some(comment) = above.and_then(<[_]>::last) else { continue };
        let text = file.source.slice(comment.text);
        let first = text.split(' ').next().unwrap_or("");
        let lower_names = || names.iter().any(|name| name.eq_ignore_ascii_case(first));
        let is_from = matches!(instruction.kind, Kind::From(_));
        if names.is_empty() || names.contains(&first) || (is_from && lower_names()) {
            continue;
        }
        let describes = || match names.as_slice() {
            [name] => format!("the comment does not begin with `{name}`, which it should describe"),
            _ => "the comment begins with none of the names that it should describe".to_owned(),
        };
        let line = file.lines_of(comment.span);
        let newline = if file.source.slice(line).ends_with("\r\n") { "\r\n" } else { "\n" };
        let edit = Edit { span: Span::empty(line.end), replacement: format!("#{newline}") };
        // For BuildKit an empty line does not separate a comment from what it describes.
        let apart = line.end != instruction.span.start;
        findings
            .at(comment.span, describes())
            .help("begin the comment with the name, or separate it by a line that holds only `#`")
            .variant(if apart || is_pragma(text) { "buildkit-only" } else { "plain" })
            .fix("Separate it by a line with `#`", Safety::Safe, vec![edit]);
    }
}

/// Whether a comment speaks to a tool, or of rights.
fn is_pragma(text: &str) -> bool {
    const PRAGMAS: &[&str] = &[
        "check=", "checkov:", "hadolint", "kics-scan", "lotse", "nosemgrep", "renovate:", "shellcheck", "syft:",
        "tally", "trivy:", "spdx-", "copyright", "license", "licence",
    ];
    let lower = text.get(..16).unwrap_or(text).to_ascii_lowercase();
    lower.starts_with('!') || PRAGMAS.iter().any(|pragma| lower.starts_with(pragma))
}
