//! Several sources and a destination that is no folder.

use super::super::prelude::*;

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
    .page(include_str!("../../../rules/correctness/copy-multiple-sources-needs-slash.md"))
    .checks(&[Check::Instruction(&[Keyword::Copy, Keyword::Add], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let (Kind::Copy(transfer) | Kind::Add(transfer)) = &step.instruction.kind else { return };
    if transfer.sources.len() + transfer.heredoc_sources.len() < 2 {
        return;
    }
    // Behind `--from stage`, which lacks its `=`, the stage's name is no source.
    let torn = |name| step.instruction.flag(name).is_some_and(|flag| flag.value.is_none());
    if ["from", "chown", "chmod"].into_iter().any(torn) {
        return;
    }
    let word = &transfer.destination;
    let path = step.file.model.expand(&word.value, step.stage.map(|stage| stage.index), step.index);
    let end = path.suffix();
    let bare = word.value.trim_end_matches(['"', '\'']);
    if end.ends_with(['/', '\\']) || bare.ends_with('\\') || path.as_known() == Some("") {
        return;
    }
    if matches!(path.as_known(), Some("." | "..")) || end.ends_with("/.") || end.ends_with("/..") {
        return;
    }
    if end.is_empty() {
        findings
            .at(word.span, format!("several sources need a folder, and `{}` may not end in `/`", word.value))
            .severity(Severity::Info)
            .help("write a `/` behind the variable");
        return;
    }
    let quoted = step.file.source.slice(word.span).ends_with(['"', '\'']);
    let edit = Edit { span: Span::empty(word.span.end - u32::from(quoted)), replacement: "/".to_owned() };
    findings.at(word.span, format!("several sources need a folder, and `{}` does not end in `/`", word.value)).fix(
        "Append `/`",
        Safety::Safe,
        vec![edit],
    );
}
