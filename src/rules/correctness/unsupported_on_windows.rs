//! What containers on Windows do not have.

use super::super::prelude::*;
use crate::rules::edits::remove_flag;

pub(crate) static RULE: Rule = Rule::new("unsupported-on-windows", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&[
        "tally:windows/no-run-mounts mount", "tally:windows/no-chown-flag chown",
        "tally:windows/no-stopsignal stopsignal",
    ])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::NotOnWindows, Freedom::Comments])
    .page(include_str!("../../../rules/correctness/unsupported-on-windows.md"))
    .checks(&[Check::Instruction(KEYWORDS, check)]);

const KEYWORDS: &[Keyword] = &[Keyword::Run, Keyword::Copy, Keyword::Add, Keyword::Stopsignal];

fn check(step: &Step<'_>, findings: &mut Findings) {
    let (file, instruction) = (step.file, step.instruction);
    if !step.stage.is_some_and(|stage| file.model.is_windows(stage)) {
        return;
    }
    if instruction.keyword == Keyword::Stopsignal {
        findings
            .at(instruction.keyword_span, "STOPSIGNAL has no effect: Windows has no signals")
            .variant("stopsignal")
            .help("remove it")
            .fix("Remove STOPSIGNAL", Safety::Safe, (!step.onbuild).then(|| Edit::delete(file.cut(instruction))));
    }
    for flag in &instruction.flags {
        match (&*flag.name.value, instruction.keyword) {
            ("mount", Keyword::Run) => {
                findings
                    .at(flag.span, "RUN --mount does not work on Windows")
                    .variant("mount")
                    .help("COPY the files into a stage of their own");
            }
            (name @ ("chown" | "chmod"), Keyword::Copy | Keyword::Add) => {
                let edit = remove_flag(file.source, instruction, flag);
                findings
                    .at(flag.span, format!("--{name} has no effect on Windows"))
                    .variant("chown")
                    .help("remove it; use icacls in a RUN where rights matter")
                    .fix(format!("Remove `--{name}`"), Safety::Safe, edit);
            }
            _ => {}
        }
    }
}
