//! Build contexts with much in them.

use super::super::prelude::*;
use crate::rules::wording::size;

pub(crate) static RULE: Rule = Rule::new("large-build-context", Group::Context, Severity::Info)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/context/large-build-context.md"))
    .checks(&[Check::File(check)]);

/// Reported at the first instruction that needs the context: without one the builder asks for no file.
fn check(file: &File<'_>, findings: &mut Findings) {
    let Some(context) = file.likely_context() else { return };
    let all = file.facts.context_sources.iter().find(|source| !source.onbuild && source.is_all());
    let Some((source, totals)) = all.map(|source| (source, context.totals())) else { return };
    if totals.bytes <= file.options.context_bytes && totals.files <= file.options.context_files {
        return;
    }
    let more = if totals.truncated { "more than " } else { "" };
    let largest: Vec<_> =
        totals.largest.iter().take(3).map(|share| format!("`{}` ({})", share.path, size(share.bytes))).collect();
    findings
        .at(source.span, format!("the build context holds {more}{} in {} files", size(totals.bytes), totals.files))
        .help(format!("leave out what the image does not need in .dockerignore; the largest: {}", largest.join(", ")));
}
