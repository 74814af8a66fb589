//! A first WORKDIR that is relative.

use super::super::prelude::*;
use crate::facts::paths::is_windows_path;

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
    let value = step.expand(&word.value);
    let path = value.prefix();
    if step.onbuild || step.state.has_own_workdir() || path.is_empty() || path.starts_with('/') {
        return;
    }
    let windows = is_windows_path(path);
    let finding = findings
        .at(word.span, format!("where `{}` lies depends on the base image", word.value))
        .help("begin the path with `/`")
        .variant(if windows { "buildkit-only" } else { "plain" });
    if !windows && value.as_known().is_some() && step.file.source.slice(word.span) == path {
        let base = step.state.workdir.as_ref().and_then(|setting| setting.value.as_known());
        let base = base.filter(|base| base.starts_with('/')).unwrap_or("").trim_end_matches('/');
        let path = path.strip_prefix("./").unwrap_or(path);
        finding.write(word.span, &format!("{base}/{path}"), Safety::Unsafe);
    }
}
