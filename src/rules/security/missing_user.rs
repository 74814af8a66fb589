//! The image starts a program as root because nothing says otherwise.

use super::super::prelude::*;
use crate::dockerfile::Dockerfile;
use crate::facts::images::base_span;
use crate::facts::privileges::{has_use_for_root, is_workplace, leaves_root, unused_accounts};
use crate::facts::purpose::{is_for_development, starts_a_prompt};
use crate::knowledge::base_images::BaseImage;
use crate::model::{Base, Model, Stage};

/// The rule.
pub static RULE: Rule = Rule {
    name: "missing-user",
    group: Group::Security,
    severity: Severity::Info,
    recommended: true,
    workshop: true,
    aliases: &[
        "tally:stateful-root-runtime", "droast:DF020", "checkov:CKV_DOCKER_3", "trivy:DS-0002",
        "kics:missing_user_instruction", "semgrep:missing-user", "semgrep:missing-user-entrypoint",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/missing-user.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    let (facts, model) = (file.facts, file.model);
    let Some(stage) = model.final_stage() else { return };
    if !runs_as_default_root(model, stage) || leaves_root(facts, model, stage) || is_workplace(model, stage) {
        return;
    }
    // An account that was made and forgotten is said of the account.
    if starts_a_prompt(facts, stage)
        || is_for_development(file.source.path(), stage)
        || !unused_accounts(facts, model, stage).is_empty()
    {
        return;
    }
    let base = model.base_image(stage);
    let started = facts.commands_at_end(stage).next().map(|startup| startup.span);
    let service = base.filter(|base| base.service.is_some()).and_then(|_| base_span(file.dockerfile, model, stage));
    let Some(span) = started.or(service) else { return };
    let keeps_state =
        volumes_in_chain(file.dockerfile, model, stage) || base.is_some_and(|base| !base.volumes.is_empty());
    // What the base image starts by itself is its own choice.
    let grave = keeps_state && started.is_some() && !has_use_for_root(facts, file.dockerfile, model, stage);
    let severity = if grave { Severity::Warning } else { Severity::Info };
    findings
        .at(span, "no USER is set, so this runs as root")
        .severity(severity)
        .help("create an account with a fixed number and switch to it: `USER 10001`");
}

/// Whether no instruction sets a user and the base image is known to leave root in force.
fn runs_as_default_root(model: &Model, stage: &Stage) -> bool {
    let unset = model.last_state(stage).is_some_and(|state| state.user.is_none());
    let root = model.root(stage);
    let windows = model.base_image(stage).is_some_and(BaseImage::windows);
    unset && !windows && (matches!(root.base, Base::Scratch) || model.base_image(stage).is_some())
}

fn volumes_in_chain(dockerfile: &Dockerfile, model: &Model, stage: &Stage) -> bool {
    model.chain(stage).any(|stage| {
        let instructions = dockerfile.instructions.get(stage.instructions.clone()).unwrap_or_default();
        instructions.iter().any(|instruction| match &instruction.kind {
            Kind::Volume(paths) => paths.iter().any(|path| !is_scratch_space(&path.value)),
            _ => false,
        })
    })
}

/// Folders whose content nobody keeps.
fn is_scratch_space(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    matches!(path, "/tmp" | "/var/tmp" | "/run" | "/var/run")
}
