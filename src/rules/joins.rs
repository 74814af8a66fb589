//! Edits that add to a RUN or join two, written as the RUN or else the file is.

use std::cmp::Ordering;

use super::{File, Run, Step};
use crate::diagnostic::Edit;
use crate::dockerfile::{Command, Escape, Instruction, Keyword, Kind};
use crate::facts::paths::{is_below, with_tilde};
use crate::facts::{PackageAction, Piece, PieceOrigin};
use crate::knowledge::comments::is_pragma;
use crate::knowledge::package_managers::{PackageManager, Verb};
use crate::shell::{Form, Joint, Statement};
use crate::source::{Source, Span};

/// A command at the end of a RUN. `None` where the end is not plain: another language, text that could not be read, a function,
/// something in the background.
pub(super) fn append(run: &Run<'_>, command: &str) -> Option<Vec<Edit>> {
    let [piece] = run.facts.pieces.as_slice() else { return None };
    let source = run.step.file.source;
    let last = last_statement(source, piece)?;
    if let PieceOrigin::Heredoc(_) = piece.origin {
        let text = source.slice(piece.span);
        let indent = indent_of(text.lines().rfind(|line| !line.trim().is_empty())?);
        // A carriage return is part of the last word there.
        return (text.ends_with('\n') && !text.contains('\r'))
            .then(|| vec![Edit::insert(piece.span.end, format!("{indent}{command}\n"))]);
    }
    if piece.origin == PieceOrigin::Exec || !run.step.instruction.heredocs.is_empty() {
        return None;
    }
    Some(vec![Edit::insert(last.span.end, glue(run, piece, last, command) + command)])
}

/// The command that empties a package manager's cache at the end of a RUN; directly behind the call where the manager may not be
/// there at the end: it is installed in a condition, or something is removed later.
pub(super) fn clean_up(run: &Run<'_>, piece: &Piece, action: &PackageAction, clean: &str) -> Option<Vec<Edit>> {
    if clean.starts_with("rm ") {
        return append(run, clean);
    }
    let command = piece.command_of(action).filter(|command| command.wrappers.is_empty())?;
    let program = command.words.first()?;
    // `/opt/conda/bin/conda` need not be on the path.
    let (name, words) = clean.split_once(' ')?;
    let path = program.literal.as_deref().filter(|path| path.ends_with(&format!("/{name}")));
    let clean = format!("{} {words}", path.unwrap_or(name));
    let others = || piece.deeds.packages.iter().filter(|other| other.command != action.command);
    let goes = others().any(|other| other.verb == Verb::Remove && other.command > action.command);
    if !goes && !command.conditional {
        return append(run, &clean);
    }
    let again = others().any(|other| other.manager.manager == action.manager.manager);
    let in_script = matches!(piece.origin, PieceOrigin::Heredoc(_));
    let odd = in_script && run.step.file.source.slice(piece.span).contains('\r');
    let free = command.pipeline.is_none() && !again && !odd && piece.origin != PieceOrigin::Exec;
    free.then(|| vec![Edit::insert(command.span.end, format!(" && {clean}"))])
}

/// What stands between the last statement of a RUN and a command added to it. Where `set -e` is in force and statements are
/// parted by `;`, so is the command; else the RUN fails as it did before with `&&` only.
fn glue(run: &Run<'_>, piece: &Piece, last: &Statement, command: &str) -> String {
    let source = run.step.file.source;
    let text = source.slice(Span::new(piece.span.start, last.span.end));
    let errexit = piece.script.options_before(last.commands.start, run.options(piece)).errexit;
    let sign = if errexit && piece.script.statements.len() > 1 { ";" } else { "&&" };
    let is_short = || {
        let line = run.step.file.lines_of(Span::empty(last.span.end)).start;
        source.slice(Span::new(line, last.span.end)).chars().count() + command.len() + 4
            <= run.step.file.options.line_columns as usize
    };
    if !text.contains('\n') && is_short() {
        return if sign == ";" { "; ".to_owned() } else { " && ".to_owned() };
    }
    line_end(run.step.file, text, sign)
}

/// The end of a line and the beginning of the next, with what joins two commands.
fn line_end(file: &File<'_>, text: &str, sign: &str) -> String {
    let manner = file.manner();
    let escape = char::from(file.dockerfile.escape.byte());
    let newline = if file.source.text().contains("\r\n") { "\r\n" } else { "\n" };
    // What ends a branch of `case` joins nothing.
    let begins = |line: &&str| line.trim_start().starts_with(sign) && !line.trim_start().starts_with(";;");
    let ends = |line: &str| line.trim_end_matches(['\\', '`', ' ', '\t', '\r']).ends_with(sign);
    let leading: Vec<&str> = text.lines().skip(1).filter(begins).collect();
    let behind: Vec<&str> = text.lines().zip(text.lines().skip(1)).filter(|it| ends(it.0)).map(|it| it.1).collect();
    let leads = match leading.len().cmp(&behind.len()) {
        Ordering::Equal if leading.is_empty() => manner.leads && sign != ";",
        order => order.is_ge(),
    };
    let model = if leads { leading.last() } else { behind.last() };
    let last = text.lines().skip(1).last().map(indent_of);
    // A line that ends a compound command stands as deep as its beginning.
    let closing = text.lines().skip(1).last().filter(|line| {
        let word = line.trim_start_matches([' ', '\t', ';']).split([' ', ';']).next();
        word.is_some_and(|word| matches!(word, "fi" | "done" | "esac" | "}" | ")"))
    });
    let indent = match model {
        _ if closing.is_some() => last.filter(|indent| !indent.is_empty()).unwrap_or(&manner.indent),
        Some(line) => indent_of(line),
        // The words of a command may stand deeper than the next command.
        None => last.filter(|indent| indent.len() < manner.indent.len()).unwrap_or(&manner.indent),
    };
    let before = if sign == ";" { "" } else { " " };
    if leads {
        format!(" {escape}{newline}{indent}{sign} ")
    } else {
        format!("{before}{sign} {escape}{newline}{indent}")
    }
}

fn indent_of(line: &str) -> &str {
    &line[..line.len() - line.trim_start_matches([' ', '\t']).len()]
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

/// A RUN made part of the one directly in front of it, with the comment above it; the flags of both must be the same. `None` where
/// that may change what runs: shell state (`cd`, variables, `set`) in the first, `;` or `||` in the second.
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
    let remarks = remarks(source.slice(Span::new(head.end, second.step.instruction.span.start)))?;
    let plain = [first, second].iter().all(|run| run.step.instruction.heredocs.is_empty())
        && last_statement(source, before)
            .is_some_and(|last| !source.slice(Span::new(last.span.end, head.end)).contains(['#', ';']))
        && last_statement(source, behind).is_some_and(|last| matches!(last.form, Form::Simple | Form::List))
        && behind.script.statements.len() == 1
        && !behind.script.commands.iter().any(|command| command.joined_by == Joint::Or)
        && !before.script.commands.iter().any(|command| {
            // `a || true && b` is legal, and nobody reads it right.
            command.words.is_empty()
                || command.joined_by == Joint::Or && !command.subshell
                || matches!(
                    command.name(),
                    Some("cd" | "pushd" | "set" | "export" | "umask" | "trap" | "." | "source" | "shopt" | "exit")
                )
        });
    if !plain {
        return None;
    }
    if let Some(script) = script_of(first, [before, behind], &remarks) {
        return Some(vec![Edit::replace(head.to(second.step.instruction.span), script)]);
    }
    let end = line_end(first.step.file, source.slice(*head), "&&");
    let (line, next) = end.split_at(end.find('\n')? + 1);
    let newline = line.trim_start_matches(|c: char| !matches!(c, '\r' | '\n'));
    let mut joint = line.to_owned();
    for remark in remarks {
        joint.extend([indent_of(next), remark, newline]);
    }
    Some(vec![Edit::replace(Span::new(head.end, tail.start), joint + next)])
}

/// The comment above an instruction, which may become part of the one in front: nothing else stands between both, it speaks of what
/// follows, and to no tool. `None` where that is not so.
fn remarks(between: &str) -> Option<Vec<&str>> {
    let lines: Vec<&str> = between.lines().map(str::trim_start).skip_while(|line| line.is_empty()).collect();
    let stays = |line: &&str| {
        let text = line.trim_start_matches('#').trim_start();
        let first = text.split_whitespace().next().unwrap_or("");
        !line.starts_with('#') || is_pragma(text) || Keyword::in_capitals(first).is_some()
    };
    (!lines.iter().any(stays)).then_some(lines)
}

/// A RUN of these commands, with the end of its last line.
pub(super) fn new_run(file: &File<'_>, commands: &[&str]) -> String {
    let script = script(file, commands);
    format!("RUN {}\n", script.unwrap_or_else(|| commands.join(&line_end(file, "", "&&"))))
}

/// Two RUNs as one script in a heredoc, where the file has such scripts; `None` where it has none, or the commands are no plain
/// chain.
fn script_of(first: &Run<'_>, [before, behind]: [&Piece; 2], remarks: &[&str]) -> Option<String> {
    let source = first.step.file.source;
    let commands = [chain(source, before)?, remarks.to_vec(), chain(source, behind)?].concat();
    script(first.step.file, &commands)
}

/// Commands, and comments on lines of their own, as a script in a heredoc, like the first that the file has.
fn script(file: &File<'_>, commands: &[&str]) -> Option<String> {
    let model = file.dockerfile.instructions.get(file.manner().heredoc?)?.heredocs.first()?;
    let (source, name) = (file.source, &*model.name);
    let changes = |command: &&&str| !command.starts_with('#') && !is_same_in_script(command, file.dockerfile.escape);
    let ends = |command: &&str| command.lines().any(|line| line.trim() == name);
    if source.slice(model.body).contains('\r') || commands.iter().any(ends) || commands.iter().any(|it| changes(&it)) {
        return None;
    }
    let mut lines = source.slice(model.body).lines();
    let first = lines.next().unwrap_or("");
    let indent = indent_of(first);
    let begin = if is_opening(first, commands) { first.to_owned() } else { format!("{indent}set -e") };
    let body: Vec<String> = commands.iter().map(|command| format!("{indent}{command}")).collect();
    let end = source.slice(model.terminator).trim_end();
    Some(format!("{}\n{begin}\n{}\n{end}", source.slice(model.opener), body.join("\n")))
}

/// Whether the shell reads a command in a script as it gets it from the builder, who joins lines wherever they are continued:
/// over blanks, empty lines and comments, and within quotes.
fn is_same_in_script(command: &str, escape: Escape) -> bool {
    let lines = || command.split_inclusive('\n');
    let odd = |line: &str| matches!(line.trim(), "") || line.trim_start().starts_with('#');
    let continued = lines().rev().skip(1).all(|line| line.ends_with("\\\n"));
    let plain = escape == Escape::Backslash && continued && !command.contains(['\'', '\r']) && !lines().any(odd);
    plain || !command.contains(['\n', '\r'])
}

/// Whether a line ends a script at the first failure and sets nothing else that these commands could feel.
fn is_opening(line: &str, commands: &[&str]) -> bool {
    let expands = || commands.iter().any(|command| command.contains('$'));
    let plain = |letter| matches!(letter, 'e' | 'x') || letter == 'u' && !expands();
    let letters = line.trim().strip_prefix("set -");
    letters.is_some_and(|letters| letters.contains('e') && letters.chars().all(plain))
}

/// The commands and pipelines of a text, where they are all joined by `&&`.
fn chain<'s>(source: &'s Source, piece: &Piece) -> Option<Vec<&'s str>> {
    let [statement] = piece.script.statements.as_slice() else { return None };
    if !matches!(statement.form, Form::Simple | Form::List) {
        return None;
    }
    let mut all = Vec::new();
    let (mut start, mut end) = (statement.span.start, statement.span.start);
    for command in piece.script.commands.iter().filter(|command| !command.substitution) {
        match command.joined_by {
            Joint::Or => return None,
            Joint::And => {
                let gap = Span::new(end, command.span.start.max(end));
                if source.slice(gap).replace('\\', " ").trim() != "&&" {
                    return None;
                }
                all.push(source.slice(Span::new(start, end)));
                start = command.span.start;
            }
            _ => {}
        }
        if command.subshell || command.negated {
            return None;
        }
        end = command.span.end.max(end);
    }
    all.push(source.slice(Span::new(start, statement.span.end)));
    Some(all)
}

/// Flags for a RUN, each on a line of its own where they make it long.
pub(super) fn add_flags(step: &Step<'_>, flags: &[&str]) -> Edit {
    let instruction: &Instruction = step.instruction;
    let source = step.file.source;
    let text = source.slice(instruction.span);
    let head = text.lines().next().unwrap_or("");
    let escape = char::from(step.file.dockerfile.escape.byte());
    let columns = head.chars().count() + flags.iter().map(|flag| flag.len() + 1).sum::<usize>();
    let is_wide = columns > step.file.options.line_columns as usize || flags.len() > 1;
    let own = text.lines().nth(1).filter(|_| instruction.heredocs.is_empty()).map(indent_of);
    let indent = own.filter(|indent| !indent.is_empty()).unwrap_or(&step.file.manner().indent);
    let between = if is_wide { format!(" {escape}\n{indent}") } else { " ".to_owned() };
    let blanks = source.slice(Span::new(instruction.keyword_span.end, instruction.span.end));
    let at = instruction.keyword_span.end;
    let gap = blanks.len() - blanks.trim_start_matches([' ', '\t']).len();
    let gap = Span::new(at, at.saturating_add(u32::try_from(gap).unwrap_or(0)));
    Edit::replace(gap, format!(" {}{between}", flags.join(&between)))
}

/// The cache mounts that other RUNs of the file have for the same package manager; `None` where none of them keeps its cache out
/// of the layer, or the RUN has them already.
pub(super) fn mount_as_elsewhere(run: &Run<'_>, manager: &PackageManager) -> Option<Edit> {
    let file = run.step.file;
    let holds = |place: &str, folder: &str| is_below(&with_tilde(folder), &with_tilde(place));
    let of_manager = |place: &str| manager.cache_mounts.iter().chain(manager.caches).any(|folder| holds(place, folder));
    let mut own = run.step.instruction.mounts.iter().filter_map(|mount| mount.target.as_ref());
    let known = own.any(|own| of_manager(own.value.trim_end_matches('/')));
    let mounts: Vec<_> = file.manner().cache_mounts.iter().filter(|(place, _)| of_manager(place)).collect();
    let keeps = mounts.iter().any(|(place, _)| manager.caches.iter().any(|cache| holds(place, cache)));
    let flags: Vec<&str> = mounts.iter().map(|(_, flag)| file.source.slice(*flag)).collect();
    (keeps && !known).then(|| add_flags(&run.step, &flags))
}
