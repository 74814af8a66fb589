//! Long lists of packages that are in no order.

use super::super::prelude::*;
use crate::facts::{Package, PackageAction};
use crate::knowledge::package_managers::{Manager, Verb};
use crate::source::Source;

pub(crate) static RULE: Rule = Rule::new("unsorted-packages", Group::Style, Severity::Style)
    .recommended()
    .workshop()
    .aliases(&["tally:sort-packages"])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/style/unsorted-packages.md"))
    .checks(&[Check::Run(check)]);

/// A list of fewer words is only asked for order where it is on this many lines.
const MANY: usize = 8;
const LINES: usize = 3;

fn check(run: &Run<'_>, findings: &mut Findings) {
    let source = run.step.file.source;
    for action in run.facts.packages().filter(|action| is_list(action)) {
        let words: Vec<&Package> = action.packages.iter().filter(|package| is_sortable(package)).collect();
        let Some((first, last)) = words.first().zip(words.last()) else { continue };
        let lines = source.slice(first.span.to(last.span)).lines().count();
        if words.len() < MANY && (lines < LINES || words.len() < LINES) {
            continue;
        }
        // One finding for a list, with the repair of all its blocks.
        let blocks: Vec<&[&Package]> = words.chunk_by(|before, behind| !is_divided(source, before, behind)).collect();
        let Some((before, behind)) = blocks.iter().find_map(|block| disorder(block)) else {
            continue;
        };
        let edits = blocks.iter().filter(|block| disorder(block).is_some()).flat_map(|block| sorted(source, block));
        findings
            .at(
                behind.span,
                format!("`{}` stands behind `{}`: the list is in no alphabetical order", behind.text, before.text),
            )
            .fix("Sort the packages", Safety::Safe, edits);
    }
}

/// Calls whose packages may stand in any order.
fn is_list(action: &PackageAction) -> bool {
    let language =
        &[Manager::Npm, Manager::Yarn, Manager::Pnpm, Manager::Pip, Manager::Gem, Manager::Conda, Manager::Mamba];
    action.verb == Verb::Install
        && (action.manager.system || action.is(language))
        && !matches!(&*action.verb_text, "swap" | "create" | "module install")
}

/// Files, folders and variables stay where they are.
fn is_sortable(package: &Package) -> bool {
    !package.variable && !package.text.starts_with(['.', '/', '-']) && !package.text.contains("://")
}

/// Whether a comment stands between two words: it is the heading of what follows.
fn is_divided(source: &Source, before: &Package, behind: &Package) -> bool {
    let gap = Span::new(before.span.end, behind.span.start.max(before.span.end));
    source.slice(gap).lines().any(|line| line.trim_start().starts_with('#'))
}

/// Two neighbours in the wrong order, if the block follows none of the usual orders: by bytes, by letters whatever their case,
/// by letters and digits alone as `sort` does in most languages.
fn disorder<'p>(block: &[&'p Package]) -> Option<(&'p Package, &'p Package)> {
    let wrong = |key: fn(&Package) -> String| {
        block.windows(2).find(|pair| key(pair[0]) > key(pair[1])).map(|pair| (pair[0], pair[1]))
    };
    wrong(|package| package.text.to_string())?;
    wrong(|package| package.name.to_string())?;
    wrong(|package| plain(&package.name))?;
    wrong(|package| package.name.to_lowercase())
}

fn plain(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Each word's place gets the word that belongs there.
fn sorted(source: &Source, block: &[&Package]) -> Vec<Edit> {
    let mut ordered = block.to_vec();
    ordered.sort_by_cached_key(|package| (package.name.to_lowercase(), package.text.clone()));
    let moved = block.iter().zip(&ordered).filter(|(here, there)| here.span != there.span);
    moved.map(|(here, there)| Edit { span: here.span, replacement: source.slice(there.span).to_owned() }).collect()
}
