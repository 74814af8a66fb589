//! Sources above the build context.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("source-outside-build-context", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&["dockerfilelint:add_src_invalid"])
    .page(include_str!("../../../rules/correctness/source-outside-build-context.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    for source in &file.facts.context_sources {
        let leaves = |path: &str| {
            let mut depth = 0_i64;
            !path.starts_with('/')
                && path.split('/').any(|part| {
                    depth += match part {
                        "" | "." => 0,
                        ".." => -1,
                        _ => 1,
                    };
                    depth < 0
                })
        };
        let path = source.path.as_known().unwrap_or_else(|| {
            // What is known up to the last `/` in front of a variable.
            source.path.prefix().rsplit_once('/').map_or("", |(known, _)| known)
        });
        if leaves(path) {
            findings.at(source.span, format!("`{path}` lies outside the build context")).help(
                "build with a context further up (`docker build -f path/Dockerfile .`), or pass it as a named context",
            );
        }
    }
}
