//! A RUN that begins with `cd` where WORKDIR would do.

use super::super::prelude::*;
use super::super::working_directory::work_in;
use crate::facts::PieceOrigin;
use crate::facts::paths::removes;
use crate::shell::{Joint, Wrapper};

pub(crate) static RULE: Rule = Rule::new("cd-instead-of-workdir", Group::Shell, Severity::Info)
    .recommended()
    .aliases(&[
        "hadolint:DL3003", "hadolint:DL3003 hadolint-only", "droast:DF008", "trivy:DS-0013",
        "kics:run_command_cd_instead_of_workdir", "semgrep:use-workdir",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/cd-instead-of-workdir.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    if let Some((place, path)) = replaceable(run) {
        findings
            .at(place, format!("all of this RUN works in {path}, as WORKDIR would say"))
            .help(format!("write `WORKDIR {path}` before it; it holds for the instructions behind as well"))
            .fix(format!("Set `WORKDIR {path}`"), Safety::Unsafe, work_in(run, path).unwrap_or_default());
    } else if !run.step.onbuild {
        for_hadolint(run, findings);
    }
}

/// hadolint reports each RUN that goes anywhere. A RUN that does nothing else is a matter of `shell-state-lost-after-run`.
fn for_hadolint(run: &Run<'_>, findings: &mut Findings) {
    let commands = || run.facts.pieces.iter().flat_map(|piece| &piece.script.commands);
    let mut own = commands().filter(|command| !command.wrappers.iter().any(Wrapper::is_shell));
    if let Some(cd) = own.find(|command| command.name() == Some("cd"))
        && commands().nth(1).is_some()
    {
        findings.at(cd.words_span(), "this RUN changes the directory").variant("hadolint-only");
    }
}

/// The `cd` that a RUN begins with and its directory, where WORKDIR would say the same.
fn replaceable<'a>(run: &Run<'a>) -> Option<(Span, &'a str)> {
    let [piece] = run.facts.pieces.as_slice() else { return None };
    let [first, rest @ ..] = piece.script.commands.as_slice() else { return None };
    let [_, directory] = first.words.as_slice() else { return None };
    let alone = first.name() == Some("cd") && first.wrappers.is_empty();
    let always = !first.subshell && !first.conditional && !first.guarded;
    let goes_on = rest.first().is_some_and(|next| matches!(next.joined_by, Joint::And | Joint::Sequence));
    let plain = alone && always && goes_on && piece.origin == PieceOrigin::Shell;
    let path = directory.literal.as_deref().filter(|_| plain)?;
    // A place to pass through: it goes away again, or is left again.
    let leaves = rest.iter().any(|command| matches!(command.name(), Some("cd" | "pushd" | "popd")));
    let mut removals = piece.deeds.removals.iter().flat_map(|removal| &removal.paths);
    let passing = matches!(path, "-" | "/") || ["/tmp", "/var/tmp", "~"].iter().any(|start| path.starts_with(start));
    let stays = !leaves && !passing && !removals.any(|(pattern, _)| removes(pattern, path));
    stays.then(|| (first.words_span(), path))
}
