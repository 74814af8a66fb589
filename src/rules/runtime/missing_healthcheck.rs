//! A service that nobody asks whether it still works.

use super::super::prelude::*;
use crate::facts::Health;
use crate::knowledge::base_images::Purpose;
use crate::model::Stage;

/// The rule.
pub static RULE: Rule = Rule {
    name: "missing-healthcheck",
    group: Group::Runtime,
    severity: Severity::Info,
    recommended: false,
    workshop: true,
    aliases: &[
        "hadolint:DL3057 plain", "hadolint:DL3057 hadolint-only", "tally:ruby/healthcheck-rails-up-endpoint",
        "droast:DF012", "checkov:CKV_DOCKER_2", "trivy:DS-0026", "kics:healthcheck_instruction_missing",
        "kics:healthcheck_instruction",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/runtime/missing-healthcheck.md"),
    checks: &[Check::Stage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let (stage, file) = (view.stage, view.file);
    let ending = file.facts.ending(stage);
    if stage.is_used || ending.healthcheck != Health::Unset {
        return;
    }
    let base = file.model.base_image(stage);
    let asked = !stage.is_final
        || !ending.sets_command
        || base.is_some_and(|base| base.healthcheck || base.purpose == Purpose::Function);
    let served = || served_port(view, stage).or_else(|| served_program(view, stage));
    let Some((span, what)) = (!asked).then(served).flatten() else {
        // hadolint asks nothing more than whether the instruction is there.
        findings.at(view.image(), "no HEALTHCHECK is set").variant("hadolint-only");
        return;
    };
    findings
        .at(span, format!("{what} is served, and no HEALTHCHECK asks whether it answers"))
        .variant("plain")
        .help("add a HEALTHCHECK that asks the service, or `HEALTHCHECK NONE` where another system does");
}

/// A port that the chain exposes.
fn served_port(view: &StageView<'_>, stage: &Stage) -> Option<(Span, String)> {
    view.file.model.chain(stage).find_map(|stage| {
        let instructions = view.file.dockerfile.instructions.get(stage.instructions.clone())?;
        instructions.iter().find_map(|instruction| match &instruction.kind {
            Kind::Expose(ports) => ports.first().map(|port| (port.span, format!("port {}", port.value))),
            _ => None,
        })
    })
}

/// A known server that the container runs.
fn served_program(view: &StageView<'_>, stage: &Stage) -> Option<(Span, String)> {
    view.file.facts.commands_at_end(stage).find_map(|startup| {
        let command = startup
            .piece
            .script
            .commands
            .iter()
            .find(|command| command.daemon().is_some_and(|(daemon, _)| !daemon.ports.is_empty()))?;
        Some((command.words_span(), command.name()?.to_owned()))
    })
}
