//! A first WORKDIR that is relative.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("relative-workdir", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&[
        "hadolint:DL3000", "buildkit:WorkdirRelativePath plain", "buildkit:WorkdirRelativePath buildkit-only",
        "droast:DF009", "checkov:CKV_DOCKER_10", "trivy:DS-0009", "kics:workdir_path_not_absolute",
        "dockerfile-utils:WORKDIR_IS_NOT_ABSOLUTE", "dockerfilelint:invalid_workdir",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/relative-workdir.md"))
    .checks(&[Check::Instruction(&[Keyword::Workdir], check)]);

/// Only the first WORKDIR is reported: later ones are right once it is. A trigger's place depends on another file.
fn check(step: &Step<'_>, findings: &mut Findings) {
    let Kind::Workdir(word) = &step.instruction.kind else { return };
    let before = step.state.workdir.as_ref();
    if step.onbuild || before.is_some_and(|setting| setting.at.is_some()) {
        return;
    }
    let stage = step.stage.map(|stage| stage.index);
    let value = step.file.model.expand(&word.value, stage, step.index);
    let path = value.prefix();
    if path.is_empty() || path.starts_with('/') {
        return;
    }
    let bytes = path.as_bytes();
    let windows = bytes[0] == b'\\' || (bytes[0].is_ascii_alphabetic() && bytes.get(1) == Some(&b':'));
    let finding = findings
        .at(word.span, format!("where `{}` lies depends on the base image", word.value))
        .help("begin the path with `/`")
        .variant(if windows { "buildkit-only" } else { "plain" });
    let base = before.and_then(|setting| setting.value.as_known()).filter(|base| base.starts_with('/'));
    if !windows && value.as_known().is_some() && step.file.source.slice(word.span) == path {
        let path = path.strip_prefix("./").unwrap_or(path);
        let full = format!("{}/{path}", base.unwrap_or("").trim_end_matches('/'));
        let edit = Edit { span: word.span, replacement: full.clone() };
        finding.fix(format!("Write `{full}`"), Safety::Unsafe, vec![edit]);
    }
}
