//! What containers on Windows do not have.

use super::super::prelude::*;
use crate::rules::edits::is_blank_gap;

pub(crate) static RULE: Rule = Rule::new("unsupported-on-windows", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&[
        "tally:windows/no-run-mounts mount", "tally:windows/no-chown-flag chown",
        "tally:windows/no-stopsignal stopsignal",
    ])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/correctness/unsupported-on-windows.md"))
    .checks(&[Check::Instruction(KEYWORDS, check)]);

const KEYWORDS: &[Keyword] = &[Keyword::Run, Keyword::Copy, Keyword::Add, Keyword::Stopsignal];

fn check(step: &Step<'_>, findings: &mut Findings) {
    if !step.stage.is_some_and(|stage| step.file.model.is_windows(stage)) {
        return;
    }
    let instruction = step.instruction;
    if instruction.keyword == Keyword::Stopsignal {
        let finding = findings
            .at(instruction.keyword_span, "STOPSIGNAL has no effect: Windows has no signals")
            .variant("stopsignal")
            .help("remove it");
        if !step.onbuild {
            let edit = Edit { span: step.file.lines_of(instruction.span), replacement: String::new() };
            finding.fix("Remove STOPSIGNAL", Safety::Safe, vec![edit]);
        }
        return;
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
                let end = instruction.flags.iter().map(|other| other.span.start);
                let next = end.filter(|start| *start >= flag.span.end).min();
                let next = next.unwrap_or(instruction.arguments.start);
                let span = Span::new(flag.span.start, next.max(flag.span.end));
                let finding = findings
                    .at(flag.span, format!("--{name} has no effect on Windows"))
                    .variant("chown")
                    .help("remove it; use icacls in a RUN where rights matter");
                if is_blank_gap(step.file.source, Span::new(flag.span.end, span.end)) {
                    let edit = Edit { span, replacement: String::new() };
                    finding.fix(format!("Remove `--{name}`"), Safety::Safe, vec![edit]);
                }
            }
            _ => {}
        }
    }
}
