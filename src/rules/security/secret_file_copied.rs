//! A file of credentials is copied into the image.

use super::super::prelude::*;
use crate::facts::urls::is_url;
use crate::knowledge::credentials::settings_hold_credentials;
use crate::knowledge::files::{is_for_public_keys, is_sensitive_file, is_settings_file};

/// The rule.
pub static RULE: Rule = Rule {
    name: "secret-file-copied",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &["trivy:DS-0031"],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/secret-file-copied.md"),
    checks: &[Check::Instruction(&[Keyword::Copy, Keyword::Add], check)],
};

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Some(transfer) = step.instruction.kind.transfer() else { return };
    if step.expand(&transfer.destination.value).as_known().is_some_and(is_for_public_keys) {
        return;
    }
    for source in &transfer.sources {
        let value = step.expand(&source.value);
        let path = value.as_known().filter(|path| is_sensitive_file(path) && !is_url(path));
        if let Some(path) = path.filter(|path| !is_settings_file(path) || holds_credentials(step, path)) {
            findings
                .at(source.span, format!("`{path}` usually holds credentials, and the image keeps them"))
                .severity(if step.is_handed_on() { Severity::Warning } else { Severity::Info })
                .help("give it to the one RUN that needs it: `RUN --mount=type=secret,id=…,target=… …`");
        }
    }
}

/// Whether a file of settings has credentials in it; where it cannot be read, only yarn's is taken to have none.
fn holds_credentials(step: &Step<'_>, path: &str) -> bool {
    let context = step.file.context.filter(|_| step.instruction.flag("from").is_none());
    match context.and_then(|context| context.file(path.strip_prefix("./").unwrap_or(path))) {
        Some(text) => settings_hold_credentials(text.text()),
        None => !path.ends_with(".yarnrc.yml"),
    }
}
