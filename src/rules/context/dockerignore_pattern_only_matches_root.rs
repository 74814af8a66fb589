//! A pattern that is read otherwise than in .gitignore.

use super::super::prelude::*;
use crate::context::Pattern;
use crate::knowledge::files::is_expected_at_any_depth;
use foldhash::HashSet;

pub(crate) static RULE: Rule = Rule::new("dockerignore-pattern-only-matches-root", Group::Context, Severity::Info)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/context/dockerignore-pattern-only-matches-root.md"))
    .checks(&[Check::IgnoreFile(check)]);

fn check(view: &ContextView<'_>, findings: &mut Findings) {
    let known = view.context.is_known();
    let wanted = wanted(view);
    let names: HashSet<&str> = wanted.iter().map(|pattern| &*pattern.cleaned).collect();
    let listing = (known && !names.is_empty()).then(|| view.context.listing());
    let deeper = listing.map(|listing| listing.deeper(&names)).unwrap_or_default();
    for pattern in wanted {
        let name = view.ignore.source.slice(pattern.span);
        let message = match deeper.get(&*pattern.cleaned) {
            Some(path) => format!("`{name}` leaves out only what lies at the root: `{path}` is sent"),
            None if known => continue,
            None => format!("`{name}` leaves out only what lies at the root"),
        };
        let edit = Edit::insert(pattern.span.start, "**/");
        findings.at(pattern.span, message).help(format!("write `**/{name}` for any depth")).fix(
            format!("Write `**/{name}`"),
            Safety::Unsafe,
            [edit],
        );
    }
}

/// The patterns that people expect to match at any depth, and that no pattern for any depth stands beside; each once.
fn wanted<'a>(view: &ContextView<'a>) -> Vec<&'a Pattern> {
    let ignore = view.ignore;
    let text = |pattern: &Pattern| ignore.source.slice(pattern.span);
    let all: HashSet<&str> = ignore.patterns.iter().map(text).collect();
    let mut seen = HashSet::default();
    let mut wanted: Vec<&Pattern> = ignore.patterns.iter().collect();
    wanted.retain(|pattern| {
        !pattern.negated
            && is_expected_at_any_depth(text(pattern))
            && !all.contains(&*format!("**/{}", text(pattern)))
            && seen.insert(&*pattern.cleaned)
    });
    wanted
}
