//! Lines of a RUN that nobody reads to their end.

use super::super::prelude::*;
use crate::facts::{Package, Piece, PieceOrigin};
use crate::rules::edits;
use crate::shell::{Command, Joint};

/// The rule.
pub static RULE: Rule = Rule {
    name: "long-single-line-command",
    group: Group::Style,
    severity: Severity::Style,
    recommended: true,
    workshop: true,
    aliases: &["tally:newline-per-chained-call"],
    fix: FixKind::Safe,
    page: include_str!("../../../rules/style/long-single-line-command.md"),
    checks: &[Check::Run(check)],
};

/// A long line is reported where it could be broken: it begins so many chained commands, or names so many packages.
const COMMANDS: usize = 2;
const PACKAGES: usize = 5;

fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in run.facts.pieces.iter().filter(|piece| piece.origin == PieceOrigin::Shell) {
        let source = run.step.file.source;
        let commands = plain_commands(piece);
        let packages: Vec<&Package> = piece.deeds.packages.iter().flat_map(|action| &action.packages).collect();
        // Only the instruction itself: bodies of heredocs may be as wide as they like.
        let end = run.step.instruction.arguments.end;
        for number in source.lines().line(piece.span.start)..=source.lines().line(end) {
            let line = source.lines().span(number);
            let most = run.step.file.options.line_columns;
            if line.len() <= most {
                continue;
            }
            let text = source.slice(line).trim_end_matches(['\n', '\r', ' ', '\t']);
            let columns = text.chars().count();
            if columns <= most as usize {
                continue;
            }
            let commands = within(&commands, line, |(_, command)| command.span);
            let packages = within(&packages, line, |package| package.span);
            if commands.len() < COMMANDS && packages.len() < PACKAGES {
                continue;
            }
            let start = line.start + u32::try_from(text.len() - text.trim_start().len()).unwrap_or(0);
            let span = Span::new(
                start.max(piece.span.start.max(line.start)),
                line.start + u32::try_from(text.len()).unwrap_or(0),
            );
            let what = if commands.len() < COMMANDS {
                format!("{} packages", packages.len())
            } else {
                format!("{} commands", commands.len())
            };
            let finding = findings
                .at(span, format!("{what} on one line of {columns} columns"))
                .help("one command or package on each line");
            let edits = breaks(run, piece, line, commands, packages);
            if !edits.is_empty() {
                finding.fix("Break the line", Safety::Safe, edits);
            }
        }
    }
}

/// The chained commands of the text itself, with their numbers: none in `$( … )`, none in the argument of `sh -c`.
fn plain_commands(piece: &Piece) -> Vec<(usize, &Command)> {
    let commands = piece.script.commands.iter().enumerate();
    let chained = |command: &Command| !matches!(command.joined_by, Joint::Pipe | Joint::Or) && !command.substitution;
    commands
        .filter(|(_, command)| chained(command) && !command.wrappers.iter().any(|wrapper| wrapper.name.ends_with("sh")))
        .collect()
}

/// Those that begin on a line; they are in the order of the text.
fn within<T>(all: &[T], line: Span, span: impl Fn(&T) -> Span) -> &[T] {
    let first = all.partition_point(|one| span(one).start < line.start);
    let end = all.partition_point(|one| span(one).start < line.end);
    all.get(first..end).unwrap_or_default()
}

/// Line breaks in front of `&&` and, where there are many, in front of packages.
fn breaks(
    run: &Run<'_>,
    piece: &Piece,
    line: Span,
    commands: &[(usize, &Command)],
    packages: &[&Package],
) -> Vec<Edit> {
    let source = run.step.file.source;
    let text = source.slice(line);
    let newline = if text.ends_with("\r\n") { "\r\n" } else { "\n" };
    let indent = match &text[..text.len() - text.trim_start_matches([' ', '\t']).len()] {
        "" => "    ",
        own => own,
    };
    let continued = format!(" {}{newline}{indent}", char::from(run.step.file.dockerfile.escape.byte()));
    let mut edits = Vec::new();
    for (number, command) in commands.iter().filter(|(number, command)| command.joined_by == Joint::And && *number > 0)
    {
        let before = piece.script.commands[number - 1].span;
        let gap = Span::new(before.end.min(command.span.start), command.span.start);
        if source.slice(gap).trim() == "&&" {
            edits.push(Edit { span: gap, replacement: format!("{continued}&& ") });
        }
    }
    for pair in packages.windows(2).filter(|_| packages.len() >= PACKAGES) {
        let gap = Span::new(pair[0].span.end.min(pair[1].span.start), pair[1].span.start);
        if edits::is_blank_gap(source, gap) {
            edits.push(Edit { span: gap, replacement: format!("{continued}    ") });
        }
    }
    edits
}
