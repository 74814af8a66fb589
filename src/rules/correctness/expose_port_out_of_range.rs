//! Ports that do not exist.

use super::super::prelude::*;
use crate::facts::exposed_ports;

pub(crate) static RULE: Rule = Rule::new("expose-port-out-of-range", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&[
        "hadolint:DL3011", "droast:DF040", "trivy:DS-0008", "kics:unix_ports_out_of_range",
        "dockerfilelint:invalid_port", "dockerfile-utils:INVALID_PORT", "semgrep:invalid-port",
    ])
    .page(include_str!("../../../rules/correctness/expose-port-out-of-range.md"))
    .checks(&[Check::Instruction(&[Keyword::Expose], check)]);

/// An unknown protocol is a matter of `expose-protocol-casing`.
fn check(step: &Step<'_>, findings: &mut Findings) {
    for port in exposed_ports(step.file.model, step.stage, step.index, step.instruction) {
        if let Err(error) = &port.spec
            && !port.has_unknown_protocol()
        {
            let part = port.range_of(&error.range);
            findings.at(step.file.part_of(port.word, &part), error.message.clone());
        }
    }
}
