//! Files in a copied folder that do not belong into an image.

use super::super::prelude::*;
use std::collections::HashSet;

use crate::facts::ignore_patterns::{pattern, with_patterns};
use crate::facts::{Evidence, evidence, unwanted};
use crate::knowledge::context_files::Content;

pub(crate) static RULE: Rule = Rule::new("sensitive-file-in-context", Group::Context, Severity::Warning)
    .recommended()
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/context/sensitive-file-in-context.md"))
    .checks(&[Check::File(check)]);

/// How many folders are looked through: a bound for hostile files.
const MOST_FOLDERS: usize = 100;

/// One finding for each COPY: its folder is what a person would look at.
fn check(file: &File<'_>, findings: &mut Findings) {
    let Some(context) = file.context.filter(|context| context.is_known()) else { return };
    let allowed: Vec<_> = file
        .options
        .allowed_context_files
        .iter()
        .filter_map(|pattern| globset::Glob::new(pattern).ok())
        .map(|glob| glob.compile_matcher())
        .collect();
    let all = &file.facts.context_sources;
    if evidence(all, context) == Evidence::Against {
        return;
    }
    let sources: Vec<_> = all
        .iter()
        .filter(|source| !source.onbuild && source.keyword != Keyword::Run && !source.excludes)
        .filter_map(|source| Some((source.inside()?, source)))
        .filter(|(path, _)| {
            path.is_empty() || path == "*" || context.metadata(path).is_some_and(crate::context::Metadata::is_folder)
        })
        .collect();
    if sources.is_empty() {
        return;
    }
    let mut left = unwanted(context);
    left.retain(|found| found.content.hurts() && !allowed.iter().any(|glob| glob.is_match(found.path)));
    let mut seen = HashSet::new();
    for (folder, source) in sources {
        if !seen.insert(folder.clone()) || seen.len() > MOST_FOLDERS {
            continue;
        }
        let below = |path: &str| {
            folder.is_empty() || folder == "*" || path.strip_prefix(&*folder).is_some_and(|rest| rest.starts_with('/'))
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
        let message = format!("`{}`{more} would be copied into the image: {}", first.path, first.content.describe());
        let mut names: Vec<_> = here.iter().map(|found| format!("`{}`", found.path)).collect();
        names.truncate(5);
        let mut patterns: Vec<String> = here.iter().map(|found| pattern(found.path)).collect();
        patterns.dedup();
        // A stage that others copy from may leave it behind.
        let stage = source.stage.and_then(|stage| file.model.stages.get(stage));
        let severity = if stage.is_none_or(|stage| stage.in_image) { Severity::Warning } else { Severity::Info };
        let finding = findings
            .at(source.span, message)
            .severity(severity)
            .help(format!("leave it out in .dockerignore: {}", names.join(", ")));
        if let Some(file) = with_patterns(context, file.facts, &patterns) {
            finding.creates("Leave it out in the ignore file", Safety::Unsafe, file);
        }
    }
}
