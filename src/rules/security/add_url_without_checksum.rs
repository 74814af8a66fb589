//! ADD takes whatever the address gives.

use super::super::prelude::*;
use crate::dockerfile::GitRef;
use crate::facts::RunFacts;
use crate::facts::git::names_tag_alone;
use crate::facts::urls::{is_signature, is_url, names_digest};

pub(crate) static RULE: Rule = Rule::new("add-url-without-checksum", Group::Security, Severity::Info)
    .recommended()
    .aliases(&["kics:curl_or_wget_instead_of_add"])
    .page(include_str!("../../../rules/security/add-url-without-checksum.md"))
    .checks(&[Check::Instruction(&[Keyword::Add], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let next = step.file.facts.runs_behind(step.index).first();
    let next = next.filter(|run| step.stage.is_some_and(|stage| run.stage == Some(stage.index)));
    if step.instruction.flag("checksum").is_some() || next.is_some_and(RunFacts::verifies) {
        return;
    }
    for source in step.sources() {
        let value = step.expand(&source.value);
        let url = value.as_known().unwrap_or(value.prefix());
        // Without any reference the rule on git sources speaks.
        if let Ok(git) = GitRef::parse(url) {
            if names_tag_alone(&git) {
                findings
                    .at(source.span, format!("`{}` is a name that its owner can move", git.reference))
                    .help("name the commit as well: `ADD --checksum=COMMIT …`");
            }
        } else if is_url(url) && !names_digest(url) && !is_signature(url) {
            findings
                .at(source.span, "nobody checks what this address gives")
                .help("add its digest: `ADD --checksum=sha256:… …`");
        }
    }
}
