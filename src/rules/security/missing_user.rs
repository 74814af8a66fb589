//! The image starts a program as root because nothing says otherwise.

use super::super::prelude::*;
use crate::facts::Role;
use crate::knowledge::accounts::account_for;
use crate::knowledge::base_images::{BaseImage, canonical_repository};
use crate::knowledge::files::{is_data_path, is_scratch_space};
use crate::rules::joins;

pub(crate) static RULE: Rule = Rule::new("missing-user", Group::Security, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&[
        "tally:stateful-root-runtime", "droast:DF020", "checkov:CKV_DOCKER_3", "trivy:DS-0002",
        "kics:missing_user_instruction", "semgrep:missing-user", "semgrep:missing-user-entrypoint",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/security/missing-user.md"))
    .checks(&[Check::FinalStage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    // An account that was made and forgotten is said of the account.
    let said = || !view.unused_accounts().is_empty();
    if !runs_as_default_root(view) || !view.stays_root() || view.is_interactive() || said() {
        return;
    }
    let started = view.file.facts.commands_at_end(view.stage).next().map(|startup| startup.span);
    let service = view.base().filter(|base| base.service.is_some()).and_then(|_| view.base_span());
    if let Some(span) = started.or(service) {
        findings
            .at(span, "no USER is set, so this runs as root")
            .help("create an account with a fixed number and switch to it: `USER 10001`")
            .fix("Run as an account without rights", Safety::Unsafe, leave_root(view));
    }
}

/// The account and the switch to it, in front of the program's start. `None` where the program is likely to write to what is
/// root's: it keeps state, is started by a script, has something in root's home, or asks for a port of root's.
fn leave_root(view: &StageView<'_>) -> Option<Edit> {
    let place = view.place_before_start()?;
    let base = view.base()?;
    let image = &view.base_ref()?.reference;
    let roots = view.instructions_in_chain().any(|instruction| {
        let text = view.file.source.slice(instruction.span);
        ["/root", "~/", "$HOME", "--user", "SHELL", "AS app", "adduser app", "app app"]
            .iter()
            .any(|it| text.contains(it))
    });
    let scripts =
        view.starts_unseen_script() || view.file.facts.scripts.iter().any(|script| script.role == Role::Start);
    let data = view.started_commands().flat_map(|command| &command.words).any(|word| is_data_path(&word.text));
    let low = view.chain().any(|stage| stage.ports().any(|(_, port)| *port.ports.start() < 1024));
    if keeps_state(view) || data || roots || scripts || low || base.service.is_some() {
        return None;
    }
    let account = account_for(&canonical_repository(image.registry(), &image.repository_path()), base);
    let shell = view.file.facts.has_shell(view.file.model, view.stage) == Some(true);
    let commands = account.commands;
    let run = if commands.is_empty() || !shell { String::new() } else { joins::new_run(view.file, commands) };
    Some(Edit::insert(place, format!("{run}USER {}\n", account.user)))
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
