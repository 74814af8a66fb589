//! What is fetched without encryption can be changed on the way.

use super::super::prelude::*;
use crate::knowledge::tools::is_verifier;

/// The rule.
pub static RULE: Rule = Rule {
    name: "plain-http-download",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &[],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/security/plain-http-download.md"),
    checks: &[Check::Run(check_run), Check::Instruction(&[Keyword::Add], check_add)],
};

fn check_run(run: &Run<'_>, findings: &mut Findings) {
    // With a digest or signature it does not matter how the bytes came.
    if run.facts.commands().any(|command| command.name().is_some_and(is_verifier)) {
        return;
    }
    for piece in &run.facts.pieces {
        for (url, span) in piece.deeds.downloads.iter().filter_map(|download| download.url.as_ref()) {
            report(run.step.file, *span, url, findings);
        }
        for flag in piece.deeds.packages.iter().flat_map(|action| &action.flags) {
            if INDEXES.contains(&&*flag.name)
                && let Some(url) = &flag.value
            {
                report(run.step.file, flag.span, url, findings);
            }
        }
    }
}

fn check_add(step: &Step<'_>, findings: &mut Findings) {
    let Kind::Add(transfer) = &step.instruction.kind else { return };
    for source in transfer.sources.iter().filter(|_| step.instruction.flag("checksum").is_none()) {
        report(step.file, source.span, &source.value, findings);
    }
}

/// Options that name an index of packages.
const INDEXES: &[&str] = &[
    "--clear-sources", "--default-index", "--extra-index-url", "--index", "--index-url", "--registry", "--source",
    "-i", "-s",
];

fn report(file: &File<'_>, span: Span, url: &str, findings: &mut Findings) {
    let Some((scheme, rest)) = url.split_once("://").filter(|(scheme, _)| matches!(*scheme, "http" | "ftp")) else {
        return;
    };
    let host = rest.split(['/', ':', '?']).next().unwrap_or("");
    if is_private(host) {
        return;
    }
    let finding = findings
        .at(span, format!("what `{host}` sends over {scheme} can be changed on the way"))
        .help("use https, or compare a checksum");
    let written = file.source.slice(span);
    if let Some(at) = written.find("http://").and_then(|at| u32::try_from(at).ok()) {
        let edit = Edit { span: Span::empty(span.start + at + 4), replacement: "s".to_owned() };
        finding.fix("Use https", Safety::Unsafe, vec![edit]);
    }
}

/// Hosts of this machine, of private networks and of names that only the build can resolve.
fn is_private(host: &str) -> bool {
    let second = host.split('.').nth(1).and_then(|part| part.parse::<u8>().ok());
    host.contains(['$', '{', '<', '['])
        || !host.contains('.')
        || host.starts_with("127.")
        || host.starts_with("10.")
        || host.starts_with("192.168.")
        || (host.starts_with("172.") && second.is_some_and(|part| (16..32).contains(&part)))
        || [".internal", ".lan", ".local", ".localhost"].iter().any(|ending| host.ends_with(ending))
}
