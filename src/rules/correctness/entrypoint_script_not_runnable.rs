//! A start script that the kernel cannot run.

use super::super::prelude::*;
use crate::facts::Role;
use crate::knowledge::base_images::BaseImage;

pub(crate) static RULE: Rule = Rule::new("entrypoint-script-not-runnable", Group::Correctness, Severity::Error)
    .recommended()
    .workshop()
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/correctness/entrypoint-script-not-runnable.md"))
    .checks(&[Check::File(check_file), Check::Script(check_script)]);

/// Line ends: found in the script.
fn check_script(view: &ScriptView<'_>, findings: &mut Findings) {
    let (file, script) = (view.file, view.script);
    let text = script.source.text();
    let first = text.lines().next().unwrap_or("").len();
    if script.role != Role::Start || !text[first..].starts_with("\r\n") {
        return;
    }
    let kept = file.context.is_some_and(|context| context.has_unix_line_ends(&script.context_path));
    if kept || file.facts.converts_line_ends(file.model, script) {
        return;
    }
    let whole = Span::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX));
    let edits = text.match_indices("\r\n").map(|(at, _)| Edit::delete(whole.part(at..at + 1)));
    findings
        .at(
            whole.part(0..first),
            "the line ends are those of Windows, and the system looks for an interpreter whose name ends in a carriage return",
        )
        .help("end lines with a line feed only, and keep it so with `*.sh text eol=lf` in .gitattributes")
        .fix("Convert the line ends", Safety::Safe, edits);
}

/// Shebang and mode: found where the Dockerfile names the script.
fn check_file(file: &File<'_>, findings: &mut Findings) {
    let base = |stage: usize| file.model.base_image(file.model.stages.get(stage)?);
    let on_windows = |stage: usize| base(stage).is_some_and(BaseImage::windows);
    for script in file.facts.scripts.iter().filter(|script| script.role == Role::Start && script.direct) {
        if on_windows(script.stage) {
            continue;
        }
        if script.shebang.is_none() && !script.through_shell {
            findings
                .at(script.named_at, format!("{} has no shebang, so the exec form cannot run it", script.path))
                .help("begin the script with `#!/bin/sh`");
        }
        let copy = file.dockerfile.instructions.get(script.copied_by);
        let mode = copy.and_then(|copy| copy.flag_value("chmod"));
        if script.executable != Some(false) || mode.is_some() || file.facts.makes_executable(file.model, script) {
            continue;
        }
        let name = &script.context_path;
        let finding = findings
            .at(script.named_at, format!("{name} is not executable, and nothing in the build makes it so"))
            .help("copy it with --chmod=755, or `chmod +x` it in the repository");
        if let Some(copy) = copy {
            let edit = Edit::insert(copy.keyword_span.end, " --chmod=755");
            finding.label(copy.span, "copied here").fix("Copy it with `--chmod=755`", Safety::Unsafe, [edit]);
        }
    }
}
