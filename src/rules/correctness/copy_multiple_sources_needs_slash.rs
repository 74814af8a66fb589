//! Several sources and a destination that is no folder.

use super::super::prelude::*;
use crate::dockerfile::Text;
use crate::model::Value;

pub(crate) static RULE: Rule = Rule::new("copy-multiple-sources-needs-slash", Group::Correctness, Severity::Error)
    .recommended()
    .aliases(&[
        "hadolint:DL3021",
        "droast:DF048",
        "trivy:DS-0011",
        "kics:copy_with_more_than_two_arguments_not_ending_with_slash",
        "kics:copy_2_Args",
        "dockerfilelint:add_dest_invalid",
        "dockerfile-utils:INVALID_DESTINATION",
    ])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::TrailingSlash])
    .page(include_str!("../../../rules/correctness/copy-multiple-sources-needs-slash.md"))
    .checks(&[Check::Instruction(&[Keyword::Copy, Keyword::Add], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Some(transfer) = step.instruction.kind.transfer() else { return };
    let several = transfer.sources.len() + transfer.heredoc_sources.len() > 1;
    // Behind `--from stage`, which lacks its `=`, the stage's name is no source.
    let torn = |name| step.instruction.flag(name).is_some_and(|flag| flag.value.is_none());
    let word = &transfer.destination;
    let path = step.expand(&word.value);
    if !several || ["from", "chown", "chmod"].into_iter().any(torn) || is_folder(word, &path) {
        return;
    }
    if path.suffix().is_empty() {
        findings
            .at(word.span, format!("several sources need a folder, and `{}` may not end in `/`", word.value))
            .severity(Severity::Info)
            .help("write a `/` behind the variable");
        return;
    }
    let quoted = step.file.source.slice(word.span).ends_with(['"', '\'']);
    let edit = Edit::insert(word.span.end - u32::from(quoted), "/");
    findings.at(word.span, format!("several sources need a folder, and `{}` does not end in `/`", word.value)).fix(
        "Append `/`",
        Safety::Safe,
        [edit],
    );
}

/// Whether a destination names a folder by its end.
fn is_folder(word: &Text, path: &Value) -> bool {
    let end = path.suffix();
    end.ends_with(['/', '\\'])
        || word.value.trim_end_matches(['"', '\'']).ends_with('\\')
        || matches!(path.as_known(), Some("" | "." | ".."))
        || end.ends_with("/.")
        || end.ends_with("/..")
}
