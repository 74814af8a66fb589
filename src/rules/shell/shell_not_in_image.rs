//! A shell or interpreter is called that the image has not.

use super::super::prelude::*;
use crate::facts::interpreters::{called_programs, in_shebang};
use crate::knowledge::base_images::Family;
use crate::knowledge::program_name;
use std::collections::HashSet;

pub(crate) static RULE: Rule = Rule::new("shell-not-in-image", Group::Shell, Severity::Error)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/shell-not-in-image.md"))
    .checks(&[Check::Stage(check), Check::Script(check_script)]);

/// Shells and interpreters of which the rows of base images say whether they are there.
const ASKED: &[&str] = &["bash", "pwsh", "python", "python3", "zsh"];

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let (file, mut seen) = (view.file, HashSet::new());
    for step in view.steps() {
        let shell = match &step.instruction.kind {
            Kind::Shell(words) if view.gives_text_to_shell_behind(step.index) => {
                words.first().map(|word| (&*word.value, word.span))
            }
            _ => None,
        };
        let run = file.facts.run(step.index).filter(|run| !run.onbuild);
        let startup = file.facts.startup(step.index).map(|startup| &startup.piece);
        let pieces = run.iter().flat_map(|run| &run.pieces).chain(startup);
        let called = pieces.flat_map(|piece| called_programs(file.source, piece));
        for (name, span) in shell.into_iter().chain(called) {
            report(view, name, span, Some(&step), &mut seen, findings);
        }
    }
}

fn check_script(view: &ScriptView<'_>, findings: &mut Findings) {
    let (file, script) = (view.file, view.script);
    let shebang = script.shebang.filter(|_| script.direct);
    if let Some(stage) = file.model.stages.get(script.stage)
        && let Some((name, span)) = shebang.and_then(|shebang| in_shebang(&script.source, shebang))
    {
        report(&StageView { file, stage }, name, span, None, &mut HashSet::new(), findings);
    }
}

/// The answer is the same wherever the stage asks, so it is given once.
fn report(
    view: &StageView<'_>,
    name: &str,
    span: Span,
    step: Option<&Step<'_>>,
    seen: &mut HashSet<&'static str>,
    findings: &mut Findings,
) {
    let (model, stage) = (view.file.model, view.stage);
    let name = program_name(name);
    let Some(program) = ASKED.iter().copied().find(|asked| *asked == name) else { return };
    if !seen.insert(program) || view.file.facts.has_tool(model, stage, program) != Some(false) {
        return;
    }
    let message = format!("`{}` has no `{program}`, and nothing installs it", model.base_name(stage));
    let finding = findings.at(span, message);
    if !view.base().is_some_and(|base| base.family == Family::Alpine) {
        finding.help("call a program that is there, or build on an image that has it");
        return;
    }
    let package = if program == "python" { "python3" } else { program };
    let step = step.filter(|_| matches!(program, "bash" | "zsh" | "python3"));
    let install = |step: &Step<'_>| Edit::insert(step.insertion_point(), format!("RUN apk add --no-cache {package}\n"));
    finding.help(format!("install it first: `apk add --no-cache {package}`; for plain scripts `sh` will do")).fix(
        format!("Install `{package}`"),
        Safety::Unsafe,
        step.map(install),
    );
}
