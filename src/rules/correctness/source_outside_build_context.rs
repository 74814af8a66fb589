//! Sources above the build context.

use super::super::prelude::*;

/// The rule.
pub static RULE: Rule = Rule {
    name: "source-outside-build-context",
    group: Group::Correctness,
    severity: Severity::Error,
    recommended: true,
    workshop: false,
    aliases: &["dockerfilelint:add_src_invalid"],
    fix: FixKind::None,
    page: include_str!("../../../rules/correctness/source-outside-build-context.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    for source in &file.facts.context_sources {
        if let Some(path) = source.outside() {
            findings.at(source.span, format!("`{path}` lies outside the build context")).help(
                "build with a context further up (`docker build -f path/Dockerfile .`), or pass it as a named context",
            );
        }
    }
}
