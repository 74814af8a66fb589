//! A package manager is told not to look at signatures.

use super::super::prelude::*;
use crate::facts::PackageAction;
use crate::knowledge::package_managers::Manager;
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "package-signature-check-disabled",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &[
        "checkov:CKV2_DOCKER_7", "checkov:CKV2_DOCKER_8", "checkov:CKV2_DOCKER_9", "checkov:CKV2_DOCKER_10",
        "checkov:CKV2_DOCKER_11",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/package-signature-check-disabled.md"),
    checks: &[Check::Run(check)],
};

/// Settings in words and heredocs, with what must not stand in front. Sources: apt's sources.list(5), dnf.conf(5), pacman.conf(5).
const SETTINGS: &[&str] = &["trusted=yes", "gpgcheck=0", "gpgcheck=False", "gpgcheck=false"];

fn check(run: &Run<'_>, findings: &mut Findings) {
    for piece in &run.facts.pieces {
        for action in &piece.deeds.packages {
            let flags = action.flags.iter().filter(|flag| {
                let whole = flag.value.as_ref().map(|value| format!("{}={value}", flag.name));
                action
                    .manager
                    .unsigned_flags
                    .iter()
                    .any(|unsigned| *unsigned == &*flag.name || whole.as_deref() == Some(*unsigned))
            });
            for flag in flags {
                let name = run.step.file.source.slice(flag.span);
                let finding = report(flag.span, name, findings);
                if builds_itself(action) {
                    finding.severity(Severity::Info);
                }
            }
        }
        for command in &piece.script.commands {
            rpm(command, findings);
            settings(run, command, findings);
        }
    }
}

fn report<'f>(span: Span, what: &str, findings: &'f mut Findings) -> super::super::findings::Finding<'f> {
    findings
        .at(span, format!("with `{what}` packages are installed whoever made them"))
        .help("install the key of the repository, and leave the check on")
}

/// Packages of files that lie in the image, as they come from a build of one's own.
fn builds_itself(action: &PackageAction) -> bool {
    action.is(&[Manager::Apk])
        && !action.packages.is_empty()
        && action.packages.iter().all(|package| package.text.ends_with(".apk"))
}

fn rpm(command: &Command, findings: &mut Findings) {
    const FLAGS: &[&str] = &["--nosignature", "--nodigest", "--noverify", "--nofiledigest"];
    if command.name() != Some("rpm") {
        return;
    }
    for word in command.words.iter().filter(|word| FLAGS.contains(&&*word.text)) {
        report(word.span, &word.text, findings);
    }
}

/// Settings that are written into a configuration file.
fn settings(run: &Run<'_>, command: &Command, findings: &mut Findings) {
    let source = run.step.file.source;
    // A setting that is only looked for or replaced is none that is made.
    if matches!(command.name(), Some("grep" | "test" | "[")) {
        return;
    }
    let bodies = command.redirects.iter().filter_map(|redirect| redirect.body);
    for span in
        command.words.iter().skip(1).filter(|word| !word.text.starts_with("--")).map(|word| word.span).chain(bodies)
    {
        let text = source.slice(span);
        let sed = matches!(command.name(), Some("sed" | "perl"));
        let from = if sed {
            text.find('/').and_then(|at| text[at + 1..].find('/').map(|more| at + more + 2)).unwrap_or(0)
        } else {
            0
        };
        let Some((at, setting)) = find(text.get(from..).unwrap_or("")) else { continue };
        let start = span.start + u32::try_from(from + at).unwrap_or(0);
        let length = u32::try_from(setting.len()).unwrap_or(0);
        report(Span::new(start, start + length), setting, findings);
    }
}

/// The first setting of a text that switches the check off.
fn find(text: &str) -> Option<(usize, &str)> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte == b'-';
    // Each setting has a `=` in it or, as `SigLevel Never`, a capital S at its start.
    memchr::memchr2_iter(b'=', b'S', text.as_bytes()).find_map(|at| {
        if let Some(value) = text[at..].strip_prefix("SigLevel") {
            let value = value.trim_start_matches([' ', '=']);
            let end = text.len() - value.len() + "Never".len();
            return value.starts_with("Never").then(|| (at, &text[at..end]));
        }
        SETTINGS.iter().find_map(|setting| {
            let start = at.checked_sub(setting.find('=')?)?;
            let before = text.as_bytes().get(..start)?;
            let free = before.ends_with(b"\\n") || !before.last().is_some_and(part);
            (free && text.get(start..)?.starts_with(setting)).then_some((start, *setting))
        })
    })
}
