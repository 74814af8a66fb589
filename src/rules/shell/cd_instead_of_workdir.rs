//! A RUN that begins with `cd` where WORKDIR would do.

use super::super::prelude::*;
use crate::facts::PieceOrigin;
use crate::facts::paths::removes;
use crate::shell::Joint;

/// The rule.
pub static RULE: Rule = Rule {
    name: "cd-instead-of-workdir",
    group: Group::Shell,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &[
        "hadolint:DL3003", "droast:DF008", "trivy:DS-0013", "kics:run_command_cd_instead_of_workdir",
        "semgrep:use-workdir",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/shell/cd-instead-of-workdir.md"),
    checks: &[Check::Run(check)],
};

fn check(run: &Run<'_>, findings: &mut Findings) {
    let [piece] = run.facts.pieces.as_slice() else { return };
    let [first, rest @ ..] = piece.script.commands.as_slice() else { return };
    let [_, directory] = first.words.as_slice() else { return };
    let alone = first.name() == Some("cd") && first.wrappers.is_empty();
    let always = !first.subshell && !first.conditional && !first.guarded;
    let goes_on = rest.first().is_some_and(|next| matches!(next.joined_by, Joint::And | Joint::Sequence));
    let plain = alone && always && goes_on && piece.origin == PieceOrigin::Shell;
    let Some(path) = directory.literal.as_deref().filter(|_| plain) else { return };
    // A place to pass through: it goes away again, or is left again.
    let leaves = rest.iter().any(|command| matches!(command.name(), Some("cd" | "pushd" | "popd")));
    let mut removals = piece.deeds.removals.iter().flat_map(|removal| &removal.paths);
    let passing = matches!(path, "-" | "/") || ["/tmp", "/var/tmp", "~"].iter().any(|start| path.starts_with(start));
    if !leaves && !passing && !removals.any(|(pattern, _)| removes(pattern, path)) {
        findings
            .at(first.words_span(), format!("all of this RUN works in {path}, as WORKDIR would say"))
            .help(format!("write `WORKDIR {path}` before it; it holds for the instructions behind as well"));
    }
}
