//! A heredoc script that goes on after a command has failed.

use super::super::prelude::*;
use crate::facts::PieceOrigin;
use crate::shell;

pub(crate) static RULE: Rule = Rule::new("heredoc-without-errexit", Group::Shell, Severity::Warning)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/heredoc-without-errexit.md"))
    .checks(&[Check::Run(check)]);

/// The fix is unsafe: the script may rely on going on.
fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        let PieceOrigin::Heredoc(number) = piece.origin else { continue };
        let Some(heredoc) = run.step.instruction.heredocs.get(number) else { continue };
        let text = run.step.file.source.slice(piece.span);
        let shebang = shell::shebang(text);
        let errexit = shebang.map_or(run.facts.errexit, |(_, _, options)| options.errexit);
        let script = &piece.script;
        let sets = script.commands.iter().any(|command| command.switched.errexit == Some(true));
        if errexit || sets || !piece.dialect.is_shell() || script.statements.len() < 2 || script.broken.is_some() {
            continue;
        }
        let finding = findings
            .at(heredoc.opener, "this script goes on when a command fails: only the last status counts")
            .help("begin it with `set -e`");
        if shebang.is_none() {
            let edit = Edit { span: Span::empty(heredoc.body.start), replacement: "set -e\n".to_owned() };
            finding.fix("Begin with `set -e`", Safety::Unsafe, vec![edit]);
        }
    }
}
