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
    let exceptions = ignore.patterns.iter().any(|pattern| pattern.negated);
    let mut kept: HashMap<String, bool> = HashMap::new();
    for source in &file.facts.context_sources {
        let Some(path) = source.inside().filter(|_| !source.onbuild && !source.is_pattern()) else {
            continue;
        };
        let ignored = if path.is_empty() {
            let all = |text: &str| matches!(text, "*" | "**" | "**/*");
            !exceptions && ignore.patterns.iter().any(|pattern| all(&pattern.cleaned))
        } else if context.exists(&path) {
            !*kept.entry(path.clone()).or_insert_with(|| context.exists_after_ignore(&path))
        } else {
            ignore.is_ignored(&path) && (!exceptions || ignore.ignores_all_below(&path))
        };
        if ignored {
            let written = source.path.as_known().unwrap_or_default();
            let by = ignore.matches(&path).map(|pattern| pattern.line);
            let line = by.map_or(String::new(), |line| format!(", line {line}"));
            let name = ignore.source.path().display();
            findings
                .at(source.span, format!("`{written}` is left out of the build context by {name}{line}"))
                .help("change the ignore file, or copy something else")
                .variant(if exceptions || source.keyword == Keyword::Run { "exception" } else { "plain" });
        }
    }
}
