//! Files in a copied folder that do not belong into an image.

use super::super::prelude::*;
use crate::facts::ignore_patterns::{pattern, with_patterns};
use crate::facts::unwanted;
use crate::knowledge::context_files::Content;
use crate::rules::{options, wording::paths};
use std::collections::HashSet;

pub(crate) static RULE: Rule = Rule::new("sensitive-file-in-context", Group::Context, Severity::Info)
    .recommended()
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/context/sensitive-file-in-context.md"))
    .checks(&[Check::File(check)]);

/// How many folders are looked through: a bound for hostile files.
const MOST_FOLDERS: usize = 100;

/// One finding for each COPY: its folder is what a person would look at.
fn check(file: &File<'_>, findings: &mut Findings) {
    let Some(context) = file.likely_context() else { return };
    let sources = file.facts.context_sources.iter().filter(|source| !source.excludes);
    let mut seen = HashSet::new();
    let mut folders: Vec<_> = sources.filter_map(|source| Some((source.folder(context)?, source))).collect();
    folders.retain(|(folder, _)| seen.insert(folder.clone()) && seen.len() <= MOST_FOLDERS);
    if folders.is_empty() {
        return;
    }
    let allowed = options::globs(&file.options.allowed_context_files);
    let mut left = unwanted(context);
    left.retain(|found| found.content.hurts() && !allowed.iter().any(|glob| glob.is_match(found.path)));
    for (folder, source) in folders {
        let below = |path: &str| {
            matches!(&*folder, "" | "*") || path.strip_prefix(&*folder).is_some_and(|rest| rest.starts_with('/'))
        };
        // What an earlier COPY brings is reported there.
        let (here, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(|found| below(found.path));
        left = rest;
        let secret = here.iter().find(|found| found.content == Content::Secret);
        let Some(first) = secret.or(here.first()) else { continue };
        let more = match here.len() - 1 {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let mut patterns: Vec<String> = here.iter().map(|found| pattern(found.path)).collect();
        patterns.dedup();
        findings
            .at(
                source.span,
                format!("`{}`{more} would be copied into the image: {}", first.path, first.content.describe()),
            )
            .help(format!("leave it out in .dockerignore: {}", paths(here.iter().map(|found| found.path))))
            .creates("Leave it out in the ignore file", Safety::Unsafe, with_patterns(context, file.facts, &patterns));
    }
}
