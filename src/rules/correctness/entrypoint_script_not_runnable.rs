//! A start script that the kernel cannot run.

use super::super::prelude::*;
use crate::facts::paths::normalise;
use crate::facts::{Role, RunFacts, ScriptFacts};
use crate::knowledge::base_images::BaseImage;
use crate::shell::Command;

pub(crate) static RULE: Rule = Rule::new("entrypoint-script-not-runnable", Group::Correctness, Severity::Error)
    .recommended()
    .workshop()
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/correctness/entrypoint-script-not-runnable.md"))
    .checks(&[Check::File(check_file), Check::Script(check_script)]);

/// Line ends: found in the script.
fn check_script(view: &ScriptView<'_>, findings: &mut Findings) {
    let script = view.script;
    let text = script.source.text();
    let first = text.lines().next().unwrap_or("").len();
    if script.role != Role::Start || !text[first..].starts_with("\r\n") {
        return;
    }
    let kept = view.file.context.is_some_and(|context| context.has_unix_line_ends(&script.context_path));
    if kept || run_commands(view.file, script).any(converts) {
        return;
    }
    let edits = text.match_indices("\r\n").filter_map(|(at, _)| {
        let at = u32::try_from(at).ok()?;
        Some(Edit { span: Span::new(at, at + 1), replacement: String::new() })
    });
    let at = u32::try_from(first).unwrap_or(0);
    findings
        .at(Span::new(0, at), "the line ends are those of Windows, and the system looks for an interpreter whose name ends in a carriage return")
        .help("end lines with a line feed only, and keep it so with `*.sh text eol=lf` in .gitattributes")
        .fix("Convert the line ends", Safety::Safe, edits);
}

fn converts(command: &Command) -> bool {
    let texts = command.texts();
    matches!(command.name(), Some("dos2unix" | "fromdos"))
        || matches!(command.name(), Some("sed" | "tr" | "perl")) && texts.iter().any(|text| text.contains("\\r"))
}

/// Shebang and mode: found where the Dockerfile names the script.
fn check_file(file: &File<'_>, findings: &mut Findings) {
    let on_windows = |stage: usize| {
        let base = file.model.stages.get(stage).and_then(|stage| file.model.base_image(stage));
        base.is_some_and(BaseImage::windows)
    };
    for script in file.facts.scripts.iter().filter(|script| script.role == Role::Start && script.direct) {
        if on_windows(script.stage) {
            continue;
        }
        let name = &script.path;
        if script.shebang.is_none() && !script.through_shell {
            findings
                .at(script.named_at, format!("{name} has no shebang, so the exec form cannot run it"))
                .help("begin the script with `#!/bin/sh`");
        }
        let copy = file.dockerfile.instructions.get(script.copied_by);
        let mode = copy.and_then(|copy| copy.flag_value("chmod"));
        if script.executable != Some(false)
            || mode.is_some()
            || run_commands(file, script).any(|command| makes_executable(command, script))
        {
            continue;
        }
        let finding = findings
            .at(
                script.named_at,
                format!("{} is not executable, and nothing in the build makes it so", script.context_path),
            )
            .help("copy it with --chmod=755, or `chmod +x` it in the repository");
        if let Some(copy) = copy {
            finding.label(copy.span, "copied here").fix(
                "Copy it with `--chmod=755`",
                Safety::Unsafe,
                vec![Edit { span: Span::empty(copy.keyword_span.end), replacement: " --chmod=755".to_owned() }],
            );
        }
    }
}

fn run_commands<'a>(file: &File<'a>, script: &ScriptFacts) -> impl Iterator<Item = &'a Command> + use<'a> {
    let stage = file.model.stages.get(script.stage);
    let (facts, model) = (file.facts, file.model);
    stage.into_iter().flat_map(move |stage| facts.runs_in_chain(model, stage)).flat_map(RunFacts::commands)
}

/// Whether a `chmod`, or a copy that sets the mode, is about the script.
fn makes_executable(command: &Command, script: &ScriptFacts) -> bool {
    if !matches!(command.name(), Some("chmod" | "install" | "find" | "setfacl")) {
        return false;
    }
    let file = script.path.rsplit('/').next().unwrap_or(&script.path);
    command.words.iter().skip(1).any(|word| {
        let text = &*word.text;
        let path = normalise(text, "/");
        text.ends_with(file)
            || word.glob
            || word.literal.is_none()
            || script.path.starts_with(path.as_str()) && text.contains('/')
            || text == "."
    })
}
