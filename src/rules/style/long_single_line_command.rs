//! Lines of a RUN that nobody reads to their end.

use super::super::prelude::*;
use crate::facts::package_order::is_list;
use crate::facts::{Package, Piece, PieceOrigin};
use crate::rules::edits::break_line;

pub(crate) static RULE: Rule = Rule::new("long-single-line-command", Group::Style, Severity::Style)
    .recommended()
    .workshop()
    .aliases(&["tally:newline-per-chained-call"])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/style/long-single-line-command.md"))
    .checks(&[Check::Run(check)]);

/// A long line is reported where it could be broken: it begins so many chained commands, or names so many packages.
const COMMANDS: usize = 2;
const PACKAGES: usize = 5;

fn check(run: &Run<'_>, findings: &mut Findings) {
    let (source, most) = (run.step.file.source, run.step.file.options.line_columns);
    for piece in run.facts.pieces.iter().filter(|piece| piece.origin == PieceOrigin::Shell) {
        let end = run.step.instruction.arguments.end;
        let lines = source.lines().line(piece.span.start)..=source.lines().line(end);
        // Only the instruction itself: bodies of heredocs may be as wide as they like.
        if !lines.clone().any(|number| source.lines().span(number).len() > most) {
            continue;
        }
        let commands = piece.chained_commands();
        let packages: Vec<&Package> =
            piece.deeds.packages.iter().filter(|action| is_list(action)).flat_map(|action| &action.packages).collect();
        for number in lines {
            let line = source.lines().span(number);
            let text = source.slice(line).trim_end_matches(['\n', '\r', ' ', '\t']);
            if line.len() <= most || text.chars().count() <= most as usize {
                continue;
            }
            let commands = within(&commands, line, |number| piece.script.commands[*number].span);
            let packages = within(&packages, line, |package| package.span);
            if commands.len() >= COMMANDS || packages.len() >= PACKAGES {
                report(run, piece, line, commands, packages, findings);
            }
        }
    }
}

/// Those that begin on a line; they are in the order of the text.
fn within<T>(all: &[T], line: Span, span: impl Fn(&T) -> Span) -> &[T] {
    let first = all.partition_point(|one| span(one).start < line.start);
    let end = all.partition_point(|one| span(one).start < line.end);
    all.get(first..end).unwrap_or_default()
}

fn report(
    run: &Run<'_>,
    piece: &Piece,
    line: Span,
    commands: &[usize],
    packages: &[&Package],
    findings: &mut Findings,
) {
    let text = run.step.file.source.slice(line).trim_end();
    let shown = line.part(text.len() - text.trim_start().len()..text.len());
    let what = if commands.len() < COMMANDS {
        format!("{} packages", packages.len())
    } else {
        format!("{} commands", commands.len())
    };
    let listed = if packages.len() < PACKAGES { &[] } else { packages };
    // A comment reaches to the end of the instruction, whatever its lines.
    let is_commented = !piece.script.comments.is_empty();
    let edits = if is_commented { Vec::new() } else { break_line(run, piece, line, commands, listed) };
    findings
        .at(
            Span::new(shown.start.max(piece.span.start), shown.end),
            format!("{what} on one line of {} columns", text.chars().count()),
        )
        .help("one command or package on each line")
        .fix("Break the line", Safety::Safe, edits);
}
