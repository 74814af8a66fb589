//! A file from the net is used as it comes.

use super::super::prelude::*;
use crate::facts::urls::{is_signature, is_source_list, names_digest};

pub(crate) static RULE: Rule = Rule::new("unverified-download", Group::Security, Severity::Info)
    .page(include_str!("../../../rules/security/unverified-download.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    // A script of that purpose counts as well.
    let checks = |name: &str| name.contains("verify") || name.contains("checksum");
    if run.facts.verifies() || run.facts.commands().any(|command| command.name().is_some_and(checks)) {
        return;
    }
    let compared = |url: &str| is_signature(url) || is_source_list(url) || names_digest(url);
    for piece in &run.facts.pieces {
        for (download, url, span) in piece.fetched_files() {
            if !compared(url) && piece.keeps(download) {
                findings
                    .at(span, "nobody checks that this is the file that was meant")
                    .help("compare its digest in the same RUN: `echo \"… file\" | sha256sum -c -`");
            }
        }
    }
}
