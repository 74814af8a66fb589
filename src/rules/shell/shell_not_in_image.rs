//! A shell or interpreter is called that the image has not.

use super::super::prelude::*;
use std::collections::HashSet;

use crate::facts::{Piece, PieceOrigin};
use crate::knowledge::base_images::Family;
use crate::knowledge::program_name;
use crate::model::Stage;
use crate::shell::Command;

pub(crate) static RULE: Rule = Rule::new("shell-not-in-image", Group::Shell, Severity::Error)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/shell-not-in-image.md"))
    .checks(&[Check::Stage(check), Check::Script(check_script)]);

/// Shells and interpreters of which the rows of base images say whether they are there.
const ASKED: &[&str] = &["bash", "pwsh", "python", "python3", "zsh"];

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let mut seen: HashSet<&'static str> = HashSet::new();
    for step in view.steps() {
        if let Kind::Shell(words) = &step.instruction.kind
            && let Some(word) = words.first()
            && view.steps().any(|later| later.index > step.index && runs_in_shell(view.file, later.index))
        {
            report(view.file, view.stage, Some(&step), &word.value, word.span, &mut seen, findings);
        }
        let run = view.file.facts.run(step.index).filter(|run| !run.onbuild);
        let startup = view.file.facts.startup(step.index).map(|startup| &startup.piece);
        for piece in run.iter().flat_map(|run| &run.pieces).chain(startup) {
            for (name, span) in interpreters(view.file, piece) {
                report(view.file, view.stage, Some(&step), &name, span, &mut seen, findings);
            }
        }
    }
}

/// Whether an instruction gives its text to the SHELL in force.
fn runs_in_shell(file: &File<'_>, at: usize) -> bool {
    let run = file.facts.run(at).into_iter().flat_map(|run| &run.pieces);
    let mut pieces = run.chain(file.facts.startup(at).map(|startup| &startup.piece));
    pieces.any(|piece| piece.origin != PieceOrigin::Exec)
}

fn check_script(view: &ScriptView<'_>, findings: &mut Findings) {
    let script = view.script;
    let Some(stage) = view.file.model.stages.get(script.stage) else { return };
    let Some(shebang) = script.shebang.filter(|_| script.direct) else { return };
    let line = script.source.slice(shebang);
    if let Some((name, at)) = of_shebang(line) {
        let start = shebang.start + at;
        let span = Span::new(start, start + u32::try_from(name.len()).unwrap_or(0));
        report(view.file, stage, None, name, span, &mut HashSet::new(), findings);
    }
}

/// The interpreters that a text calls, by name or in the shebang of a heredoc.
fn interpreters(file: &File<'_>, piece: &Piece) -> Vec<(String, Span)> {
    let text = file.source.slice(piece.span);
    if let Some((name, at)) = text.starts_with("#!").then(|| of_shebang(text.lines().next()?)).flatten() {
        let start = piece.span.start + at;
        let span = Span::new(start, start + u32::try_from(name.len()).unwrap_or(0));
        return vec![(name.to_owned(), span)];
    }
    let mut found = Vec::new();
    for command in piece.script.commands.iter().filter(|command| is_certain(command)) {
        let outer = command.wrappers.iter().filter_map(|wrapper| wrapper.words.first());
        for word in outer.chain(command.words.first()) {
            if let Some(name) = &word.literal {
                found.push((name.to_string(), word.span));
            }
        }
    }
    found
}

/// Whether a command runs wherever the text runs, and its failure is one.
fn is_certain(command: &Command) -> bool {
    !command.conditional && !command.guarded && !command.negated && command.or_else.is_none()
}

/// The program of a shebang and its place in the line: of `#!/usr/bin/env bash` the second word.
fn of_shebang(line: &str) -> Option<(&str, u32)> {
    let rest = line.strip_prefix("#!")?;
    let mut words = rest.split_ascii_whitespace();
    let mut word = words.next()?;
    if program_name(word) == "env" {
        word = words.find(|word| !word.starts_with('-') && !word.contains('='))?;
    }
    let at = line.find(word)?;
    Some((word, u32::try_from(at).ok()?))
}

fn report(
    file: &File<'_>,
    stage: &Stage,
    step: Option<&Step<'_>>,
    name: &str,
    span: Span,
    seen: &mut HashSet<&'static str>,
    findings: &mut Findings,
) {
    let program = program_name(name);
    let Some(program) = ASKED.iter().copied().find(|asked| *asked == program) else { return };
    // The answer is the same wherever the stage asks.
    if !seen.insert(program) || file.facts.has_tool(file.model, stage, program) != Some(false) {
        return;
    }
    let alpine = file.model.base_image(stage).is_some_and(|base| base.family == Family::Alpine);
    let base = file.model.root(stage).base_text.as_known().unwrap_or("the base image");
    let finding = findings.at(span, format!("`{base}` has no `{program}`, and nothing installs it"));
    if !alpine {
        finding.help("call a program that is there, or build on an image that has it");
        return;
    }
    let package = if program == "python" { "python3" } else { program };
    let finding =
        finding.help(format!("install it first: `apk add --no-cache {package}`; for plain scripts `sh` will do"));
    if let Some(step) = step.filter(|_| matches!(program, "bash" | "zsh" | "python3")) {
        let instruction = step.instruction;
        let above = file.dockerfile.comments.get(instruction.comments_above.clone()).and_then(<[_]>::first);
        let place = above.map_or(instruction.span.start, |comment| comment.span.start);
        let edit = Edit { span: Span::empty(place), replacement: format!("RUN apk add --no-cache {package}\n") };
        finding.fix(format!("Install `{package}`"), Safety::Unsafe, vec![edit]);
    }
}
