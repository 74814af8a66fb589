//! Sources above the build context.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("source-outside-build-context", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&["dockerfilelint:add_src_invalid"])
    .page(include_str!("../../../rules/correctness/source-outside-build-context.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    for source in &file.facts.context_sources {
        if let Some(path) = source.outside() {
            findings.at(source.span, format!("`{path}` lies outside the build context")).help(
                "build with a context further up (`docker build -f path/Dockerfile .`), or pass it as a named context",
            );
        }
    }
}
