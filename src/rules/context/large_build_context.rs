//! Build contexts with much in them.

use super::super::prelude::*;
use crate::facts::{Evidence, evidence};

pub(crate) static RULE: Rule = Rule::new("large-build-context", Group::Context, Severity::Info)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/context/large-build-context.md"))
    .checks(&[Check::File(check)]);

/// Reported at the first instruction that needs the context: without one the builder asks for no file.
fn check(file: &File<'_>, findings: &mut Findings) {
    let Some(context) = file.context.filter(|context| context.is_known()) else { return };
    let sources = &file.facts.context_sources;
    if evidence(sources, context) == Evidence::Against {
        return;
    }
    let Some(first) = sources
        .iter()
        .find(|source| !source.onbuild && source.inside().is_some_and(|path| path.is_empty() || path == "*"))
    else {
        return;
    };
    let totals = context.totals();
    let (bytes, files) = (file.options.context_bytes, file.options.context_files);
    if totals.bytes <= bytes && totals.files <= files {
        return;
    }
    let more = if totals.truncated { "more than " } else { "" };
    let message = format!("the build context holds {more}{} in {} files", size(totals.bytes), totals.files);
    let finding = findings.at(first.span, message);
    let largest: Vec<_> =
        totals.largest.iter().take(3).map(|share| format!("`{}` ({})", share.path, size(share.bytes))).collect();
    finding
        .help(format!("leave out what the image does not need in .dockerignore; the largest: {}", largest.join(", ")));
}

/// Bytes as people say them.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{}.{} GB", bytes / 1_000_000_000, bytes / 100_000_000 % 10),
    }
}
