//! An address that gives something else tomorrow.

use super::super::prelude::*;
use crate::dockerfile::GitRef;
use crate::facts::urls::{floating_part, is_signature, is_source_list};

pub(crate) static RULE: Rule = Rule::new("floating-download-url", Group::Reproducibility, Severity::Info)
    .recommended()
    .page(include_str!("../../../rules/reproducibility/floating-download-url.md"))
    .checks(&[Check::Run(check_run), Check::Instruction(&[Keyword::Add], check_add)]);

fn check_run(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        // Of a script that is run at once another rule speaks.
        for (_, url, span) in piece.fetched_files().filter(|(download, url, _)| !piece.runs(download, url)) {
            report(url, span, findings);
        }
    }
}

fn check_add(step: &Step<'_>, findings: &mut Findings) {
    for source in step.sources().iter().filter(|_| step.instruction.flag("checksum").is_none()) {
        if GitRef::parse(&source.value).is_err() {
            report(source.value.trim_matches(['"', '\'']), source.span, findings);
        }
    }
}

fn report(url: &str, span: Span, findings: &mut Findings) {
    if let Some(part) = floating_part(url).filter(|_| !is_signature(url) && !is_source_list(url)) {
        findings
            .at(span, format!("what lies behind `{part}` changes from build to build"))
            .help("name a version, a tag or a commit in the address");
    }
}
