//! Long lists of packages that are in no order.

use super::super::prelude::*;
use crate::facts::Package;
use crate::facts::package_order::{disorder, is_divided, is_list, sortable};
use crate::source::Source;

pub(crate) static RULE: Rule = Rule::new("unsorted-packages", Group::Style, Severity::Style)
    .recommended()
    .workshop()
    .aliases(&["tally:sort-packages"])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::PackageOrder])
    .page(include_str!("../../../rules/style/unsorted-packages.md"))
    .checks(&[Check::Run(check)]);

/// A list of fewer words is only asked for order where it is on this many lines.
const MANY: usize = 8;
const LINES: usize = 3;

fn check(run: &Run<'_>, findings: &mut Findings) {
    let source = run.step.file.source;
    for action in run.facts.packages().filter(|action| is_list(action)) {
        let words = sortable(action);
        let Some((first, last)) = words.first().zip(words.last()) else { continue };
        let lines = source.slice(first.span.to(last.span)).lines().count();
        if words.len() < MANY && (lines < LINES || words.len() < LINES) {
            continue;
        }
        // One finding for a list, with the repair of all its blocks.
        let blocks = || words.chunk_by(|before, behind| !is_divided(source, before, behind));
        let Some((before, behind)) = blocks().find_map(disorder) else { continue };
        let edits = blocks().filter(|block| disorder(block).is_some()).flat_map(|block| sorted(source, block));
        let message =
            format!("`{}` stands behind `{}`: the list is in no alphabetical order", behind.text, before.text);
        let edits: Vec<Edit> = if is_movable(source, &words) { edits.collect() } else { Vec::new() };
        let edits = if fits(run, &edits) { edits } else { Vec::new() };
        findings.at(behind.span, message).fix("Sort the packages", Safety::Safe, edits);
    }
}

/// Whether words can change places: nothing hangs on them, `>=1.0` without quotes is a redirection.
fn is_movable(source: &Source, words: &[&Package]) -> bool {
    let hangs = |package: &&Package| {
        let behind = source.text().get(package.span.end as usize..).and_then(|behind| behind.chars().next());
        behind.is_some_and(|next| !next.is_whitespace() && !matches!(next, '\\' | '`' | ';' | '&' | ')' | '|'))
    };
    !words.iter().any(hangs)
}

/// Whether no line becomes too long that was not: on lines of several packages others stand there then.
fn fits(run: &Run<'_>, edits: &[Edit]) -> bool {
    let file = run.step.file;
    let line_of = |edit: &Edit| file.lines_of(edit.span);
    edits.chunk_by(|one, next| line_of(one) == line_of(next)).all(|on_line| {
        let Some(before) = on_line.first().map(|edit| line_of(edit).len()) else { return true };
        let gone: u32 = on_line.iter().map(|edit| edit.span.len()).sum();
        let written: usize = on_line.iter().map(|edit| edit.replacement.len()).sum();
        let after = u32::try_from(written).unwrap_or(u32::MAX).saturating_add(before.saturating_sub(gone));
        after <= before || after <= file.options.line_columns
    })
}

/// Each word's place gets the word that belongs there.
fn sorted(source: &Source, block: &[&Package]) -> Vec<Edit> {
    let mut ordered = block.to_vec();
    ordered.sort_by_cached_key(|package| (package.name.to_lowercase(), package.text.clone()));
    let moved = block.iter().zip(&ordered).filter(|(here, there)| here.span != there.span);
    moved.map(|(here, there)| Edit::replace(here.span, source.slice(there.span))).collect()
}
