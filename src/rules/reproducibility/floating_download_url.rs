//! An address that gives something else tomorrow.

use super::super::prelude::*;
use crate::dockerfile::GitRef;
use crate::facts::urls::{floating_part, is_signature, is_source_list};
use crate::facts::{Destination, Download, Piece};
use crate::knowledge::tools::is_interpreter;

/// The rule.
pub static RULE: Rule = Rule {
    name: "floating-download-url",
    group: Group::Reproducibility,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &[],
    fix: FixKind::None,
    page: include_str!("../../../rules/reproducibility/floating-download-url.md"),
    checks: &[Check::Run(check_run), Check::Instruction(&[Keyword::Add], check_add)],
};

fn check_run(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        for download in piece.deeds.downloads.iter().filter(|download| &*download.tool != "git") {
            if let Some((url, span)) = &download.url
                && !is_run(piece, download, url)
            {
                report(url, *span, findings);
            }
        }
    }
}

fn check_add(step: &Step<'_>, findings: &mut Findings) {
    let Kind::Add(transfer) = &step.instruction.kind else { return };
    if step.instruction.flag("checksum").is_some() {
        return;
    }
    for source in transfer.sources.iter().filter(|source| GitRef::parse(&source.value).is_err()) {
        report(source.value.trim_matches(['"', '\'']), source.span, findings);
    }
}

/// Whether it is a script that is run at once: of such another rule speaks.
fn is_run(piece: &Piece, download: &Download, url: &str) -> bool {
    let script = |text: &str| [".sh", ".bash", ".zsh", "/install"].iter().any(|ending| text.ends_with(ending));
    if script(url) || matches!(&download.to, Destination::Path(path, _) if script(path)) {
        return true;
    }
    let commands = &piece.script.commands;
    let Some((pipeline, at)) = commands.get(download.command).and_then(|command| command.pipeline) else {
        return false;
    };
    let stages = piece.script.pipelines.get(pipeline).map(|pipeline| &pipeline.stages);
    let next = stages.and_then(|stages| *stages.get(at + 1)?).and_then(|next| commands.get(next));
    next.and_then(|next| next.name()).is_some_and(is_interpreter)
}

fn report(url: &str, span: Span, findings: &mut Findings) {
    if is_signature(url) || is_source_list(url) {
        return;
    }
    if let Some(part) = floating_part(url) {
        findings
            .at(span, format!("what lies behind `{part}` changes from build to build"))
            .help("name a version, a tag or a commit in the address");
    }
}
