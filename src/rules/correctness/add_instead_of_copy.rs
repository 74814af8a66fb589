//! ADD that does nothing which COPY does not.

use super::super::prelude::*;
use crate::dockerfile::Text;
use crate::facts::is_local_source;
use crate::knowledge::files::{is_archive, is_tar_archive};

pub(crate) static RULE: Rule = Rule::new("add-instead-of-copy", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&[
        "hadolint:DL3020", "droast:DF006", "checkov:CKV_DOCKER_4", "trivy:DS-0005", "kics:add_instead_of_copy",
        "kics:copy_instead_of_add", "semgrep:prefer-copy-over-add",
    ])
    .fix(FixKind::Safe)
    .page(include_str!("../../../rules/correctness/add-instead-of-copy.md"))
    .checks(&[Check::Instruction(&[Keyword::Add], check)]);

/// Flags that only ADD has.
const ADD_ONLY: &[&str] = &["checksum", "keep-git-dir", "unpack"];

fn check(step: &Step<'_>, findings: &mut Findings) {
    let instruction = step.instruction;
    let Kind::Add(transfer) = &instruction.kind else { return };
    let plain = |source: &Text| is_local_source(instruction, source) && is_no_archive(&source.value);
    if transfer.sources.is_empty()
        || !transfer.heredoc_sources.is_empty()
        || ADD_ONLY.iter().any(|flag| instruction.flag(flag).is_some())
        || !transfer.sources.iter().all(plain)
    {
        return;
    }
    let written = step.file.source.slice(instruction.keyword_span);
    let replacement = if written == "add" { "copy" } else { "COPY" };
    let edit = Edit { span: instruction.keyword_span, replacement: replacement.to_owned() };
    // A compressed file may be a tar archive by another name, which ADD unpacks.
    let compressed = transfer.sources.iter().any(|source| is_archive(unquoted(&source.value)));
    let safety = if compressed { Safety::Unsafe } else { Safety::Safe };
    let name = transfer.sources.first().map_or("", |source| unquoted(&source.value));
    findings
        .at(instruction.keyword_span, format!("ADD only copies `{name}`, which COPY does without surprises"))
        .help("ADD also unpacks archives and fetches URLs; use COPY where that is not wanted")
        .fix("Write `COPY`", safety, vec![edit]);
}

fn unquoted(text: &str) -> &str {
    text.trim_matches(['"', '\''])
}

/// Whether a path cannot be one of a tar archive; a variable or a pattern may be anything that its fixed end allows.
fn is_no_archive(text: &str) -> bool {
    let text = unquoted(text);
    if text.contains('$') || is_tar_archive(text) {
        return false;
    }
    let Some(pattern) = text.rfind(['*', '?', ']']) else { return true };
    let end = &text[pattern + 1..];
    let compressed = [".gz", ".bz2", ".xz", ".zst", ".lz", ".lzma"];
    end.contains('/') || end.contains('.') && !compressed.iter().any(|ending| end.ends_with(ending))
}
