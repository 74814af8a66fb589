//! Patterns of ignore files that do not do what they look like.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("dockerignore-broken-pattern", Group::Context, Severity::Warning)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/context/dockerignore-broken-pattern.md"))
    .checks(&[Check::IgnoreFile(check)]);

fn check(view: &ContextView<'_>, findings: &mut Findings) {
    for error in &view.ignore.errors {
        findings
            .at(error.span, error.problem.message())
            .severity(Severity::Error)
            .help("with this line every build fails");
    }
    for quirk in view.ignore.quirks() {
        if let Some((message, help)) = quirk.explain(view.ignore) {
            findings.at(quirk.span, message).help(help);
        }
    }
}
