//! A file of credentials is copied into the image.

use super::super::prelude::*;
use crate::facts::paths::is_below;
use crate::facts::urls::is_url;
use crate::knowledge::files::is_sensitive_file;

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
    let (Kind::Copy(transfer) | Kind::Add(transfer)) = &step.instruction.kind else { return };
    let stage = step.stage.map(|stage| stage.index);
    let target = step.file.model.expand(&transfer.destination.value, stage, step.index);
    if target.as_known().is_some_and(is_for_public_keys) {
        return;
    }
    for source in &transfer.sources {
        let value = step.file.model.expand(&source.value, stage, step.index);
        let Some(path) = value.as_known().filter(|path| is_sensitive_file(path) && !is_url(path)) else {
            continue;
        };
        if is_settings(path) && !holds_credentials(step, path) {
            continue;
        }
        let finding = findings
            .at(source.span, format!("`{path}` usually holds credentials, and the image keeps them"))
            .help("give it to the one RUN that needs it: `RUN --mount=type=secret,id=…,target=… …`");
        if !step.in_image() && !step.onbuild {
            finding.severity(Severity::Info);
        }
    }
}

/// Folders for keys of others, which are public.
fn is_for_public_keys(path: &str) -> bool {
    [
        "/etc/apt", "/usr/share/keyrings", "/etc/pki/rpm-gpg", "/etc/apk/keys", "/usr/local/share/ca-certificates",
        "/etc/ssl/certs",
    ]
    .iter()
    .any(|folder| is_below(path, folder))
}

/// Files that hold settings as often as credentials.
fn is_settings(path: &str) -> bool {
    [".npmrc", ".yarnrc.yml", ".pip.conf"].iter().any(|name| path.ends_with(name))
}

/// Whether a file of settings has credentials in it; where it cannot be read, it is taken to have.
fn holds_credentials(step: &Step<'_>, path: &str) -> bool {
    const MARKS: &[&str] = &["_auth", "_password", "npmauthtoken", "npmauthident"];
    let Some(context) = step.file.context.filter(|_| step.instruction.flag("from").is_none()) else {
        return !path.ends_with(".yarnrc.yml");
    };
    let Some(text) = context.file(path.strip_prefix("./").unwrap_or(path)) else {
        return !path.ends_with(".yarnrc.yml");
    };
    text.text().lines().any(|line| {
        let lower = line.to_ascii_lowercase();
        // A variable is filled in when the program runs.
        !line.trim_start().starts_with(['#', ';'])
            && !line.contains("${")
            && (MARKS.iter().any(|mark| lower.contains(mark))
                || lower.split_once("://").is_some_and(|(_, rest)| rest.contains('@')))
    })
}
