//! A pattern that is read otherwise than in .gitignore.

use super::super::prelude::*;
use crate::context::Pattern;
use crate::knowledge::files::is_expected_at_any_depth;
use crate::rules::edits::insert;
use std::collections::{HashMap, HashSet};

pub(crate) static RULE: Rule = Rule::new("dockerignore-pattern-only-matches-root", Group::Context, Severity::Info)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/context/dockerignore-pattern-only-matches-root.md"))
    .checks(&[Check::IgnoreFile(check)]);

fn check(view: &ContextView<'_>, findings: &mut Findings) {
    let ignore = view.ignore;
    let text = |pattern: &Pattern| ignore.source.slice(pattern.span);
    let all: HashSet<&str> = ignore.patterns.iter().map(text).collect();
    let mut wanted: Vec<&Pattern> = ignore
        .patterns
        .iter()
        .filter(|pattern| !pattern.negated && is_expected_at_any_depth(text(pattern)))
        .filter(|pattern| !all.contains(format!("**/{}", text(pattern)).as_str()))
        .collect();
    // A second one of the same text says nothing new.
    let mut seen = HashSet::new();
    wanted.retain(|pattern| seen.insert(&*pattern.cleaned));
    let mut deeper: HashMap<&str, &str> = HashMap::new();
    let known = view.context.is_known();
    if known && !wanted.is_empty() {
        let names: HashSet<&str> = wanted.iter().map(|pattern| &*pattern.cleaned).collect();
        for entry in view.context.listing().entries.iter().filter(|entry| entry.path.contains('/')) {
            let ending = entry.name().rfind('.').map(|dot| format!("*{}", &entry.name()[dot..]));
            let hit = names.get(entry.name()).or_else(|| names.get(ending?.as_str()));
            if let Some(name) = hit {
                deeper.entry(name).or_insert(&entry.path);
            }
        }
    }
    for pattern in wanted {
        let name = text(pattern);
        let message = match deeper.get(&*pattern.cleaned) {
            Some(path) => {
                format!("`{name}` leaves out only what lies at the root: `{path}` is sent")
            }
            None if known => continue,
            None => format!("`{name}` leaves out only what lies at the root"),
        };
        findings.at(pattern.span, message).help(format!("write `**/{name}` for any depth")).fix(
            format!("Write `**/{name}`"),
            Safety::Unsafe,
            vec![insert(pattern.span.start, "**/")],
        );
    }
}
