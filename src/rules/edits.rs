//! Text edits that repairs of several rules are made of.

use super::{Run, StageView, Step};
use crate::diagnostic::Edit;
use crate::dockerfile::{Command, Flag, Instruction, Keyword, Kind};
use crate::facts::{Package, PackageAction, Piece, PieceOrigin};
use crate::shell::{Form, Joint, Statement};
use crate::source::{Source, Span};

/// The spot behind a word or span.
pub(super) fn insert(at: u32, text: impl Into<String>) -> Edit {
    Edit::insert(at, text)
}

/// An option behind the verb of a package manager's call.
pub(super) fn add_option(action: &PackageAction, option: &str) -> Vec<Edit> {
    vec![insert(action.verb_span.end, format!(" {option}"))]
}

/// A command at the end of a RUN, written as the RUN is. `None` where the end is not plain: another language, text that could
/// not be read, a function, something in the background.
pub(super) fn append(run: &Run<'_>, command: &str) -> Option<Vec<Edit>> {
    let [piece] = run.facts.pieces.as_slice() else { return None };
    let source = run.step.file.source;
    let last = last_statement(source, piece)?;
    if let PieceOrigin::Heredoc(_) = piece.origin {
        let end = piece.span.end;
        return source.slice(piece.span).ends_with('\n').then(|| vec![insert(end, format!("{command}\n"))]);
    }
    if piece.origin == PieceOrigin::Exec || !run.step.instruction.heredocs.is_empty() {
        return None;
    }
    let text = source.slice(Span::new(piece.span.start, last.span.end));
    let replacement = match last_line_indent(text) {
        None => {
            format!("{} {command}", if piece.script.statements.len() > 1 { ";" } else { " &&" })
        }
        Some(indent) => {
            let escape = char::from(run.step.file.dockerfile.escape.byte());
            let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
            let line = format!("{escape}{newline}{indent}");
            if piece.script.statements.len() > 1 {
                format!("; {line}{command}")
            } else if leads(text) {
                format!(" {line}&& {command}")
            } else {
                format!(" && {line}{command}")
            }
        }
    };
    Some(vec![insert(last.span.end, replacement)])
}

/// The last statement, if something can be joined to it: nothing stands behind it, not even what closes a compound command.
fn last_statement<'p>(source: &Source, piece: &'p Piece) -> Option<&'p Statement> {
    let last = piece.script.statements.last()?;
    let plain = piece.script.broken.is_none() && piece.dialect.is_shell();
    let behind = Span::new(last.span.end.min(piece.span.end), piece.span.end);
    let blank = |c: char| c.is_ascii_whitespace() || c == '\\' || c == '`';
    let ended = matches!(source.slice(behind).trim_matches(blank), "" | ";");
    (plain && ended && !last.background && last.form != Form::Function).then_some(last)
}

/// What the last of several lines begins with; of lines that begin with `&&` the last one counts.
fn last_line_indent(text: &str) -> Option<&str> {
    let behind = &text[text.find('\n')? + 1..];
    let joined = behind.lines().rev().find(|line| line.trim_start().starts_with("&&"));
    let line = joined.or_else(|| behind.lines().next_back())?;
    Some(&line[..line.len() - line.trim_start_matches([' ', '\t']).len()])
}

/// Whether `&&` stands at the beginning of lines rather than at their end, as in most files.
fn leads(text: &str) -> bool {
    let begins = text.lines().skip(1).any(|line| line.trim_start().starts_with("&&"));
    let ends = text.lines().any(|line| line.trim_end_matches(['\\', '`', ' ', '\t']).ends_with("&&"));
    begins || !ends
}

/// A RUN made part of the one directly in front of it; the flags of both must be the same. `None` where that may change what
/// runs: shell state (`cd`, variables, `set`) in the first, `;` or `||` in the second, comments in between.
pub(super) fn join(first: &Run<'_>, second: &Run<'_>) -> Option<Vec<Edit>> {
    let source = first.step.file.source;
    let (Kind::Run(Some(Command::Shell(head))), Kind::Run(Some(Command::Shell(tail)))) =
        (&first.step.instruction.kind, &second.step.instruction.kind)
    else {
        return None;
    };
    let ([before], [behind]) = (first.facts.pieces.as_slice(), second.facts.pieces.as_slice()) else {
        return None;
    };
    let gap = Span::new(head.end, tail.start);
    let between = source.slice(Span::new(head.end, second.step.instruction.span.start));
    let plain = [first, second].iter().all(|run| run.step.instruction.heredocs.is_empty())
        && between.trim().is_empty()
        && last_statement(source, before)
            .is_some_and(|last| !source.slice(Span::new(last.span.end, head.end)).contains(['#', ';']))
        && last_statement(source, behind).is_some_and(|last| matches!(last.form, Form::Simple | Form::List))
        && behind.script.statements.len() == 1
        && !behind.script.commands.iter().any(|command| command.joined_by == Joint::Or)
        && !before.script.commands.iter().any(|command| {
            command.words.is_empty()
                || matches!(
                    command.name(),
                    Some("cd" | "pushd" | "set" | "export" | "umask" | "trap" | "." | "source" | "shopt" | "exit")
                )
        });
    if !plain {
        return None;
    }
    let head_text = source.slice(*head);
    let indent = last_line_indent(head_text).unwrap_or("    ");
    let escape = char::from(first.step.file.dockerfile.escape.byte());
    let newline = if between.contains("\r\n") { "\r\n" } else { "\n" };
    let replacement = if leads(head_text) {
        format!(" {escape}{newline}{indent}&& ")
    } else {
        format!(" && {escape}{newline}{indent}")
    };
    Some(vec![Edit { span: gap, replacement }])
}

/// Whether the text between two words holds nothing but blanks, line ends and the escape character that continues lines.
pub(super) fn is_blank_gap(source: &Source, gap: Span) -> bool {
    source.slice(gap).chars().all(|c| c.is_ascii_whitespace() || c == '\\' || c == '`')
}

/// Takes a flag away, with what stands between it and the next word; `None` where that is more than blanks.
pub(super) fn remove_flag(source: &Source, instruction: &Instruction, flag: &Flag) -> Option<Edit> {
    let flags = instruction.flags.iter().map(|other| other.span.start);
    let next = flags.filter(|start| *start >= flag.span.end).min().unwrap_or(instruction.arguments.start);
    let gap = flag.span.until(Span::empty(next));
    is_blank_gap(source, gap).then(|| Edit::delete(flag.span.to(gap)))
}

/// The text of a step's flags, for comparison.
pub(super) fn flags<'a>(step: &Step<'a>) -> impl Iterator<Item = &'a str> {
    let source = step.file.source;
    step.instruction.flags.iter().map(move |flag| source.slice(flag.span))
}

/// A package taken out of a call, with the blanks and continued lines in front of it; `None` where the call names no other.
pub(super) fn leave_out(source: &Source, action: &PackageAction, package: &Package) -> Option<Edit> {
    let before = source.text().get(..package.span.start as usize)?;
    let start = u32::try_from(before.trim_end_matches([' ', '\t', '\n', '\r', '\\', '`']).len()).ok()?;
    let others = action.packages.len() > 1 && start > action.verb_span.start;
    others.then(|| Edit::delete(Span::new(start, package.span.end)))
}

/// How far a use is looked for: a bound for hostile files.
const MOST_STEPS: usize = 256;

/// The ARG of one name at instruction `at` cut and put in front of the instruction that uses it first. `None` where nothing does,
/// or it shares a line.
pub(super) fn move_argument_down(view: &StageView<'_>, at: usize, name: &str) -> Option<Vec<Edit>> {
    let declared = view.step(at)?;
    let Kind::Arg(pairs) = &declared.instruction.kind else { return None };
    let behind = (at + 1..view.stage.instructions.end).take(MOST_STEPS);
    let mut steps = behind.filter_map(|index| view.step(index));
    let first = steps.find(|step| step.instruction.keyword != Keyword::Arg && step.text().contains(name))?;
    if pairs.len() != 1 || first.index == at + 1 {
        return None;
    }
    let start = view.file.lines_of(first.instruction.span).start;
    let cut = Edit::delete(view.file.lines_of(declared.instruction.span));
    Some(vec![cut, insert(start, format!("{}\n", declared.text()))])
}

/// Line breaks on a line of a RUN, in front of the `&&` of these commands (by their numbers in the text) and of all but the
/// first of these packages.
pub(super) fn break_line(
    run: &Run<'_>,
    piece: &Piece,
    line: Span,
    commands: &[usize],
    packages: &[&Package],
) -> Vec<Edit> {
    let source = run.step.file.source;
    let text = source.slice(line);
    let newline = if text.ends_with("\r\n") { "\r\n" } else { "\n" };
    let own = &text[..text.len() - text.trim_start_matches([' ', '\t']).len()];
    let indent = if own.is_empty() { "    " } else { own };
    let continued = format!(" {}{newline}{indent}", char::from(run.step.file.dockerfile.escape.byte()));
    let gap = |before: Span, behind: Span| Span::new(before.end.min(behind.start), behind.start);
    let pairs = commands.iter().filter_map(|number| {
        let all = &piece.script.commands;
        let (before, command) = (all.get(number.checked_sub(1)?)?, all.get(*number)?);
        (command.joined_by == Joint::And).then(|| gap(before.span, command.span))
    });
    let chained = pairs.filter(|gap| source.slice(*gap).trim() == "&&");
    let listed = packages.windows(2).map(|pair| gap(pair[0].span, pair[1].span));
    let listed = listed.filter(|gap| is_blank_gap(source, *gap));
    let chained = chained.map(|gap| Edit::replace(gap, format!("{continued}&& ")));
    chained.chain(listed.map(|gap| Edit::replace(gap, format!("{continued}    ")))).collect()
}
