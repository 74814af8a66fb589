//! A service that nobody asks whether it still works.

use super::super::prelude::*;
use crate::facts::Health;
use crate::knowledge::base_images::Purpose;

pub(crate) static RULE: Rule = Rule::new("missing-healthcheck", Group::Runtime, Severity::Info)
    .workshop()
    .aliases(&[
        "hadolint:DL3057 plain", "hadolint:DL3057 hadolint-only", "tally:ruby/healthcheck-rails-up-endpoint",
        "droast:DF012", "checkov:CKV_DOCKER_2", "trivy:DS-0026", "kics:healthcheck_instruction_missing",
        "kics:healthcheck_instruction",
    ])
    .page(include_str!("../../../rules/runtime/missing-healthcheck.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if view.stage.is_used || view.ending().healthcheck != Health::Unset {
        return;
    }
    let special = |purpose| purpose == Purpose::Function;
    let asked = view.base().is_some_and(|base| base.healthcheck || special(base.purpose));
    let runs = view.stage.is_final && view.ending().sets_command && !asked;
    let served = || served_port(view).or_else(|| served_program(view));
    match runs.then(served).flatten() {
        Some((span, what)) => findings
            .at(span, format!("{what} is served, and no HEALTHCHECK asks whether it answers"))
            .variant("plain")
            .help("add a HEALTHCHECK that asks the service, or `HEALTHCHECK NONE` where another system does"),
        // hadolint asks nothing more than whether the instruction is there.
        None => findings.at(view.image(), "no HEALTHCHECK is set").variant("hadolint-only"),
    };
}

/// A port that the chain exposes.
fn served_port(view: &StageView<'_>) -> Option<(Span, String)> {
    view.instructions_in_chain().find_map(|instruction| match &instruction.kind {
        Kind::Expose(ports) => ports.first().map(|port| (port.span, format!("port {}", port.value))),
        _ => None,
    })
}

/// A known server that the container runs.
fn served_program(view: &StageView<'_>) -> Option<(Span, String)> {
    let mut started = view.started_commands();
    let server = started.find(|command| command.daemon().is_some_and(|(daemon, _)| !daemon.ports.is_empty()))?;
    Some((server.words_span(), server.name()?.to_owned()))
}
