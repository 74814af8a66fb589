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
    .may_change(&[Freedom::PackageOrder, Freedom::MovedComments])
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
        if has_remarks(source, &words) {
            let Some((before, behind)) = disorder(&words) else { continue };
            let units: Option<Vec<Span>> = words.iter().map(|word| with_remark(source, word)).collect();
            let edits = units.filter(|_| is_movable(source, &words)).map(|units| reordered(source, &words, &units));
            report(findings, before, behind, edits.unwrap_or_default());
            continue;
        }
        // One finding for a list, with the repair of all its blocks.
        let blocks = || words.chunk_by(|before, behind| !is_divided(source, before, behind));
        let Some((before, behind)) = blocks().find_map(disorder) else { continue };
        let edits = blocks().filter(|block| disorder(block).is_some()).flat_map(|block| {
            let places: Vec<Span> = block.iter().map(|package| package.span).collect();
            reordered(source, block, &places)
        });
        let edits: Vec<Edit> = if is_movable(source, &words) { edits.collect() } else { Vec::new() };
        report(findings, before, behind, if fits(run, &edits) { edits } else { Vec::new() });
    }
}

fn report(findings: &mut Findings, before: &Package, behind: &Package, edits: Vec<Edit>) {
    let message = format!("`{}` stands behind `{}`: the list is in no alphabetical order", behind.text, before.text);
    findings.at(behind.span, message).fix("Sort the packages", Safety::Safe, edits);
}

/// Whether the packages of a list have comments of their own, all but the first: none of them is the heading of several.
fn has_remarks(source: &Source, words: &[&Package]) -> bool {
    words.windows(2).all(|pair| is_divided(source, pair[0], pair[1]))
}

/// A package that has a line for itself, with the comment above it: from the end of the line before.
fn with_remark(source: &Source, package: &Package) -> Option<Span> {
    let (mut before, indent) = source.text().get(..package.span.start as usize)?.rsplit_once('\n')?;
    while let Some((above, _)) = before.rsplit_once('\n').filter(|(_, line)| line.trim_start().starts_with('#')) {
        before = above;
    }
    let content = before.trim_end().strip_suffix(['\\', '`']).filter(|_| indent.trim().is_empty())?.trim_end();
    Some(Span::new(u32::try_from(content.len()).ok()?, package.span.end))
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

/// Each package's place gets the package that belongs there.
fn reordered(source: &Source, packages: &[&Package], places: &[Span]) -> Vec<Edit> {
    let key = |package: &Package| (package.name.to_lowercase(), package.text.clone());
    let mut order: Vec<usize> = (0..packages.len()).collect();
    order.sort_by_cached_key(|number| key(packages[*number]));
    let moved = order.into_iter().enumerate().filter(|(here, there)| here != there);
    moved.map(|(here, there)| Edit::replace(places[here], source.slice(places[there]))).collect()
}
