//! Sources that are not in the build context.

use super::super::prelude::*;
use crate::context::Context;
use crate::facts::{ContextSource, Evidence, evidence};

pub(crate) static RULE: Rule = Rule::new("copy-source-missing", Group::Context, Severity::Error)
    .recommended()
    .page(include_str!("../../../rules/context/copy-source-missing.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let Some(context) = file.context.filter(|context| context.is_known()) else { return };
    let sources = &file.facts.context_sources;
    if evidence(sources, context) != Evidence::For {
        return;
    }
    for source in sources {
        let Some(path) = source.inside().filter(|path| !source.onbuild && !path.is_empty()) else {
            continue;
        };
        if is_missing(context, &path, source.is_pattern())
            && !context.is_generated(&path)
            && !is_optional(source, sources)
        {
            let written = source.path.as_known().unwrap_or_default();
            let message = if source.is_pattern() {
                format!("nothing in the build context matches `{written}`")
            } else {
                format!("`{written}` is not in the build context")
            };
            findings.at(source.span, message).help("sources are relative to the build context, not to the Dockerfile");
        }
    }
}

/// Of a pattern that cannot be searched nothing is known.
fn is_missing(context: &Context, path: &str, is_pattern: bool) -> bool {
    if !is_pattern {
        return !context.exists(path);
    }
    context.glob(path).is_some_and(|found| found.is_empty()) && !path.contains('\\')
}

/// Whether a pattern stands beside a source that is no pattern: BuildKit is content with a pattern that nothing matches, and who
/// adds such a source knows that.
fn is_optional(source: &ContextSource, all: &[ContextSource]) -> bool {
    source.is_pattern() && all.iter().any(|other| other.at == source.at && !other.is_pattern())
}
