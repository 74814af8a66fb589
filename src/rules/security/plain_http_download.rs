//! What is fetched without encryption can be changed on the way.

use super::super::prelude::*;
use crate::facts::urls::{has_no_https, host, is_private_host};
use crate::knowledge::indexes::names_index;

pub(crate) static RULE: Rule = Rule::new("plain-http-download", Group::Security, Severity::Warning)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/security/plain-http-download.md"))
    .checks(&[Check::Run(check_run), Check::Instruction(&[Keyword::Add], check_add)]);

fn check_run(run: &Run<'_>, findings: &mut Findings) {
    // With a digest or signature it does not matter how the bytes came.
    if run.facts.verifies() {
        return;
    }
    for (url, span) in run.facts.downloads().filter_map(|download| download.url.as_ref()) {
        report(&run.step, *span, url, findings);
    }
    for flag in run.facts.packages().flat_map(|action| &action.flags).filter(|flag| names_index(&flag.name)) {
        report(&run.step, flag.span, flag.value.as_deref().unwrap_or(""), findings);
    }
}

fn check_add(step: &Step<'_>, findings: &mut Findings) {
    for source in step.sources().iter().filter(|_| step.instruction.flag("checksum").is_none()) {
        report(step, source.span, &source.value, findings);
    }
}

fn report(step: &Step<'_>, span: Span, url: &str, findings: &mut Findings) {
    let (host, scheme) = (host(url), url.split("://").next().unwrap_or(""));
    if !matches!(scheme, "http" | "ftp") || is_private_host(host) {
        return;
    }
    let encrypted = step.file.source.slice(span).find("http://").map(|at| span.part(at + 4..at + 4).start);
    // The answer of a program is text to look at, or there to break the build cache.
    let mild = step.only_tests() || has_no_https(host) || url.contains("/api/");
    findings
        .at(span, format!("what `{host}` sends over {scheme} can be changed on the way"))
        .severity(if mild { Severity::Info } else { Severity::Warning })
        .help("use https, or compare a checksum")
        .fix("Use https", Safety::Unsafe, encrypted.map(|at| Edit::insert(at, "s")));
}
