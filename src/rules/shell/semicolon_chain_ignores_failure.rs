//! Commands joined so that only the last one counts.

use std::cell::LazyCell;

use super::super::prelude::*;
use crate::facts::overlooked::{ends_in_success, joinable, overlooked};

pub(crate) static RULE: Rule = Rule::new("semicolon-chain-ignores-failure", Group::Shell, Severity::Warning)
    .recommended()
    .aliases(&["dockerfile_lint:no_ampersand_usage"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/shell/semicolon-chain-ignores-failure.md"))
    .checks(&[Check::Run(check)]);

/// One finding for each RUN, as one repair mends all of it; unsafe, because the RUN may rely on a failure that nobody saw.
fn check(run: &Run<'_>, findings: &mut Findings) {
    let Some(piece) = run.facts.pieces.first().filter(|piece| piece.is_plain()) else { return };
    let source = run.step.file.source;
    if ends_in_success(&piece.script) {
        return;
    }
    let folders = LazyCell::new(|| run.step.folders());
    let sure = |command: &Command| command.folder_of_cd().is_some_and(|folder| folders.contains(folder));
    let Some(found) = overlooked(source, &piece.script, run.options(piece), sure) else { return };
    let name = found.command.name().unwrap_or("this command");
    let edits = joinable(source, &piece.script).into_iter().flatten().map(|separator| {
        let before = separator.start.checked_sub(1).and_then(|at| source.text().as_bytes().get(at as usize));
        let blank = before.is_some_and(u8::is_ascii_whitespace);
        let behind = source.text().as_bytes().get(separator.end as usize);
        let apart = behind.is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'\\' | b'`'));
        let (before, behind) = (if blank { "" } else { " " }, if apart { "" } else { " " });
        Edit::replace(separator, format!("{before}&&{behind}"))
    });
    findings
        .at(found.separator, format!("the RUN goes on when {name} fails: behind `;` nobody looks at its status"))
        .help("join with `&&`, or begin with `set -e`")
        .fix("Join with `&&`", Safety::Unsafe, edits);
}
