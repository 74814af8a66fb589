//! The image starts a program as root because nothing says otherwise.

use super::super::prelude::*;
use crate::knowledge::base_images::BaseImage;
use crate::knowledge::files::is_scratch_space;

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
    checks: &[Check::FinalStage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    // An account that was made and forgotten is said of the account.
    let said = || !view.unused_accounts().is_empty();
    if !runs_as_default_root(view) || !view.stays_root() || view.is_interactive() || said() {
        return;
    }
    let started = view.file.facts.commands_at_end(view.stage).next().map(|startup| startup.span);
    let service = view.base().filter(|base| base.service.is_some()).and_then(|_| view.base_span());
    // What the base image starts by itself is its own choice.
    let meant = view.has_use_for_root() || view.starts_unseen_script();
    let is_grave = started.is_some() && keeps_state(view) && !meant;
    if let Some(span) = started.or(service) {
        findings
            .at(span, "no USER is set, so this runs as root")
            .severity(if is_grave { Severity::Warning } else { Severity::Info })
            .help("create an account with a fixed number and switch to it: `USER 10001`");
    }
}

/// Whether no instruction sets a user and the base image is known to leave root in force.
fn runs_as_default_root(view: &StageView<'_>) -> bool {
    let windows = view.base().is_some_and(BaseImage::windows);
    let known = view.base().is_some() || view.file.model.is_from_scratch(view.stage);
    view.user().is_none() && known && !windows
}

fn keeps_state(view: &StageView<'_>) -> bool {
    view.base().is_some_and(|base| !base.volumes.is_empty())
        || view.instructions_in_chain().any(|instruction| match &instruction.kind {
            Kind::Volume(paths) => paths.iter().any(|path| !is_scratch_space(&path.value)),
            _ => false,
        })
}
