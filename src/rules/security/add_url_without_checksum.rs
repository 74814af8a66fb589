//! ADD takes whatever the address gives.

use super::super::prelude::*;
use crate::dockerfile::GitRef;
use crate::facts::git::{is_commit, is_moving};
use crate::facts::urls::{is_signature, names_digest};
use crate::knowledge::tools::is_verifier;

/// The rule.
pub static RULE: Rule = Rule {
    name: "add-url-without-checksum",
    group: Group::Security,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &["kics:curl_or_wget_instead_of_add"],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/add-url-without-checksum.md"),
    checks: &[Check::Instruction(&[Keyword::Add], check)],
};

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Kind::Add(transfer) = &step.instruction.kind else { return };
    if step.instruction.flag("checksum").is_some() || next_run_verifies(step) {
        return;
    }
    let stage = step.stage.map(|stage| stage.index);
    for source in &transfer.sources {
        let value = step.file.model.expand(&source.value, stage, step.index);
        let url = value.as_known().unwrap_or(value.prefix());
        if let Ok(git) = GitRef::parse(url) {
            // Without any reference the rule on git sources speaks.
            if !is_moving(&git.reference) && !is_commit(&git.reference) && git.checksum.is_empty() && !git.looks_local {
                findings
                    .at(source.span, format!("`{}` is a name that its owner can move", git.reference))
                    .help("name the commit as well: `ADD --checksum=COMMIT …`");
            }
        } else if (url.starts_with("https://") || url.starts_with("http://"))
            && !names_digest(url)
            && !is_signature(url)
        {
            findings
                .at(source.span, "nobody checks what this address gives")
                .help("add its digest: `ADD --checksum=sha256:… …`");
        }
    }
}

/// Whether the RUN behind compares digests or signatures.
fn next_run_verifies(step: &Step<'_>) -> bool {
    let runs = &step.file.facts.runs;
    let next = runs.get(runs.partition_point(|run| run.at < step.index));
    next.filter(|run| step.stage.is_some_and(|stage| run.stage == Some(stage.index)))
        .is_some_and(|run| run.commands().any(|command| command.name().is_some_and(is_verifier)))
}
