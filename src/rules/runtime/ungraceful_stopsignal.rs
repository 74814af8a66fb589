//! A STOPSIGNAL that allows no clean stop, or is none.

use super::super::prelude::*;
use crate::knowledge::daemons::{UNGRACEFUL_SIGNALS, canonical_signal};

pub(crate) static RULE: Rule = Rule::new("ungraceful-stopsignal", Group::Runtime, Severity::Warning)
    .recommended()
    .aliases(&[
        "tally:no-ungraceful-stopsignal", "tally:prefer-canonical-stopsignal", "dockerfile-utils:INVALID_SIGNAL",
    ])
    .fix(FixKind::Unsafe)
    .may_change(&[Freedom::SignalSpelling])
    .page(include_str!("../../../rules/runtime/ungraceful-stopsignal.md"))
    .checks(&[Check::Instruction(&[Keyword::Stopsignal], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Kind::Stopsignal(text) = &step.instruction.kind else { return };
    let written = text.value.trim_matches(['"', '\'']);
    if written.contains('$') {
        return;
    }
    let edit = |replacement: &str| vec![Edit { span: text.span, replacement: replacement.to_owned() }];
    match canonical_signal(written) {
        None => {
            findings.at(text.span, format!("{written} is no signal")).help("use a name such as SIGTERM or SIGQUIT");
        }
        Some(name) if UNGRACEFUL_SIGNALS.contains(&name.as_str()) => {
            findings
                .at(text.span, format!("{name} ends the process at once, and it cannot finish its work"))
                .help("use a signal that the program can handle, SIGTERM by default")
                .fix("Use SIGTERM", Safety::Unsafe, edit("SIGTERM"));
        }
        Some(name) if name != *text.value => {
            findings
                .at(text.span, format!("{written} is an unusual spelling of {name}"))
                .severity(Severity::Style)
                .help(format!("write {name}"))
                .fix(format!("Write {name}"), Safety::Safe, edit(&name));
        }
        Some(_) => {}
    }
}
