//! A heredoc script that goes on after a command has failed.

use super::super::prelude::*;
use crate::facts::{Piece, PieceOrigin};
use crate::rules::edits::leading_set;
use crate::shell::shebang;

pub(crate) static RULE: Rule = Rule::new("heredoc-without-errexit", Group::Shell, Severity::Warning)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/heredoc-without-errexit.md"))
    .checks(&[Check::Run(check)]);

/// The fix is unsafe: the script may rely on going on.
fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in run.facts.pieces.iter().filter(|piece| piece.dialect.is_shell()) {
        let PieceOrigin::Heredoc(number) = piece.origin else { continue };
        let Some(heredoc) = run.step.instruction.heredocs.get(number) else { continue };
        let script = &piece.script;
        let safe = run.options(piece).errexit || script.sets_errexit();
        if safe || script.statements.len() < 2 || script.broken.is_some() {
            continue;
        }
        let body = run.step.file.source.slice(piece.span);
        let plain = shebang(body).is_none() && !body.contains('\r');
        let edit = || {
            let indent = &body[..body.len() - body.trim_start_matches([' ', '\t']).len()];
            leading_set(piece).map_or_else(
                || Edit::insert(heredoc.body.start, format!("{indent}set -e\n")),
                |options| Edit::insert(options.span.start + 1, "e"),
            )
        };
        findings
            .at(heredoc.opener, "this script goes on when a command fails: only the last status counts")
            .severity(if fails_anyway(piece) { Severity::Info } else { Severity::Warning })
            .help("begin it with `set -e`")
            .fix("Begin with `set -e`", Safety::Unsafe, plain.then(edit));
    }
}

/// Whether all in front of the last command fetches the index that it installs from: without one it fails as well.
fn fails_anyway(piece: &Piece) -> bool {
    let actions = &piece.deeds.packages;
    let Some((last, before)) = actions.split_last() else { return false };
    let refresh =
        |action: &PackageAction| action.verb == Verb::Update && action.manager.manager == last.manager.manager;
    actions.len() == piece.script.commands.len() && last.verb == Verb::Install && before.iter().all(refresh)
}
