//! ADD that does nothing which COPY does not.

use super::super::prelude::*;
use crate::dockerfile::Text;
use crate::facts::{is_local_source, may_be_tar_archive};
use crate::knowledge::files::is_archive;

pub(crate) static RULE: Rule = Rule::new("add-instead-of-copy", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&[
        "hadolint:DL3020", "droast:DF006", "checkov:CKV_DOCKER_4", "trivy:DS-0005", "kics:add_instead_of_copy",
        "kics:copy_instead_of_add", "semgrep:prefer-copy-over-add",
    ])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::AddAsCopy])
    .page(include_str!("../../../rules/correctness/add-instead-of-copy.md"))
    .checks(&[Check::Instruction(&[Keyword::Add], check)]);

/// Flags that only ADD has.
const ADD_ONLY: &[&str] = &["checksum", "keep-git-dir", "unpack"];

fn check(step: &Step<'_>, findings: &mut Findings) {
    let (instruction, sources) = (step.instruction, step.sources());
    let plain = |source: &Text| is_local_source(instruction, source) && !may_be_tar_archive(source.unquoted());
    let heredocs = instruction.kind.transfer().is_some_and(|transfer| !transfer.heredoc_sources.is_empty());
    let special = heredocs || ADD_ONLY.iter().any(|flag| instruction.flag(flag).is_some());
    let Some(first) = sources.first().filter(|_| !special && sources.iter().all(plain)) else { return };
    let written = step.file.source.slice(instruction.keyword_span);
    let edit = Edit::replace(instruction.keyword_span, if written == "add" { "copy" } else { "COPY" });
    // A compressed file may be a tar archive by another name, which ADD unpacks.
    let compressed = sources.iter().any(|source| is_archive(source.unquoted()));
    let safety = if compressed { Safety::Unsafe } else { Safety::Safe };
    let name = first.unquoted();
    findings
        .at(instruction.keyword_span, format!("ADD only copies `{name}`, which COPY does without surprises"))
        .help("ADD also unpacks archives and fetches URLs; use COPY where that is not wanted")
        .fix("Write `COPY`", safety, [edit]);
}
