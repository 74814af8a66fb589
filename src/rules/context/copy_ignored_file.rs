//! Sources that the ignore file leaves out.

use super::super::prelude::*;
use std::collections::HashMap;

pub(crate) static RULE: Rule = Rule::new("copy-ignored-file", Group::Context, Severity::Error)
    .recommended()
    .aliases(&["buildkit:CopyIgnoredFile plain", "droast:DF077"])
    .page(include_str!("../../../rules/context/copy-ignored-file.md"))
    .checks(&[Check::File(check)]);

/// BuildKit's own check gives up where the ignore file holds an exception.
fn check(file: &File<'_>, findings: &mut Findings) {
    let Some(context) = file.context else { return };
    let Some(ignore) = context.ignore_file() else { return };
    let elsewhere = file.likely_context().is_none() && context.is_known();
    let mut known: HashMap<String, bool> = HashMap::new();
    for source in file.facts.context_sources.iter().filter(|source| !source.onbuild && !source.is_pattern()) {
        let Some(path) = source.inside() else { continue };
        // A folder that is not there: the build has another context.
        let folder = path.split_once('/').map(|(folder, _)| folder);
        if elsewhere && folder.is_some_and(|folder| !context.exists(folder)) {
            continue;
        }
        if !*known.entry(path.clone()).or_insert_with(|| context.leaves_out(&path)) {
            continue;
        }
        let name = ignore.source.path().display();
        let line = ignore.matches(&path).map_or_else(String::new, |by| format!(", line {}", by.line));
        let unsure = ignore.has_exceptions() || source.keyword == Keyword::Run;
        findings
            .at(source.span, format!("`{}` is left out of the build context by {name}{line}", source.written()))
            .help("change the ignore file, or copy something else")
            .variant(if unsure { "exception" } else { "plain" });
    }
}
