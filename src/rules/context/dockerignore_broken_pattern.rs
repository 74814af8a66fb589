//! Patterns of ignore files that do not do what they look like.

use super::super::prelude::*;
use crate::context::QuirkKind;

pub(crate) static RULE: Rule = Rule::new("dockerignore-broken-pattern", Group::Context, Severity::Warning)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/context/dockerignore-broken-pattern.md"))
    .checks(&[Check::IgnoreFile(check)]);

fn check(view: &ContextView<'_>, findings: &mut Findings) {
    let ignore = view.ignore;
    for error in &ignore.errors {
        findings
            .at(error.span, error.problem.message())
            .severity(Severity::Error)
            .help("with this line every build fails");
    }
    for quirk in ignore.quirks() {
        let text = |index: usize| ignore.patterns.get(index).map_or("", |pattern| ignore.source.slice(pattern.span));
        let (message, help) = match quirk.kind {
            QuirkKind::UndoneException { by } => (
                format!("`{}` below leaves the same out again", text(by)),
                "the last pattern that matches decides: move the exception behind it",
            ),
            QuirkKind::TrailingComment => (
                "what follows `#` is part of the pattern".to_owned(),
                "a comment has a line of its own, and begins with it",
            ),
            QuirkKind::IndentedComment => (
                "this is a pattern, since blanks stand before the `#`".to_owned(),
                "a comment begins at the first column",
            ),
            QuirkKind::BangSet => {
                ("`[!` does not exclude characters here".to_owned(), "write `[^` for any character but these")
            }
            QuirkKind::Braces => {
                (format!("`{}` has no meaning here", ignore.source.slice(quirk.span)), "write a line for each choice")
            }
            QuirkKind::BackslashPath => ("a `\\` does not separate folders".to_owned(), "write `/`, on Windows too"),
            QuirkKind::MatchesNothing => (
                format!("`{}` matches no path of the build context", text(quirk.pattern)),
                "patterns are relative to the root of the build context",
            ),
            // Harmless: it only says the same twice.
            QuirkKind::Duplicate { .. } => continue,
        };
        findings.at(quirk.span, message).help(help);
    }
}
