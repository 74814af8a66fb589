//! A file from the net is used as it comes.

use super::super::prelude::*;
use crate::facts::urls::{is_signature, is_source_list, names_digest};
use crate::facts::{Destination, Download, Piece};
use crate::knowledge::program_name;
use crate::knowledge::tools::is_verifier;

/// The rule.
pub static RULE: Rule = Rule {
    name: "unverified-download",
    group: Group::Security,
    severity: Severity::Info,
    recommended: false,
    workshop: false,
    aliases: &[],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/unverified-download.md"),
    checks: &[Check::Run(check)],
};

fn check(run: &Run<'_>, findings: &mut Findings) {
    let verifies = |name: &str| is_verifier(name) || name == "cosign" || name == "slsa-verifier";
    if run.facts.commands().any(|command| {
        // `bsdtar` and the like aside: a script of that purpose counts as well.
        command.name().is_some_and(|name| verifies(name) || name.contains("verify") || name.contains("checksum"))
    }) {
        return;
    }
    for piece in &run.facts.pieces {
        for download in piece.deeds.downloads.iter().filter(|download| &*download.tool != "git") {
            let Some((url, span)) = &download.url else { continue };
            if is_signature(url) || is_source_list(url) || names_digest(url) || !is_kept(piece, download) {
                continue;
            }
            findings
                .at(*span, "nobody checks that this is the file that was meant")
                .help("compare its digest in the same RUN: `echo \"… file\" | sha256sum -c -`");
        }
    }
}

/// Whether a download ends up in a file, by itself or through a program that unpacks it.
fn is_kept(piece: &Piece, download: &Download) -> bool {
    match &download.to {
        Destination::Path(path, _) => !path.starts_with("/dev/") && !is_signature(path) && !is_source_list(path),
        Destination::Unknown => false,
        Destination::Stream => {
            let Some(command) = piece.script.commands.get(download.command) else { return false };
            let Some((pipeline, at)) = command.pipeline else { return false };
            let stages = piece.script.pipelines.get(pipeline).map(|pipeline| &pipeline.stages);
            let behind = stages.and_then(|stages| stages.get(at + 1..)).unwrap_or_default();
            behind.iter().flatten().filter_map(|at| piece.script.commands.get(*at)).any(|command| {
                matches!(
                    command.name().map(program_name),
                    Some("tar" | "bsdtar" | "unzip" | "cpio" | "dpkg" | "rpm" | "busybox")
                )
            })
        }
    }
}
