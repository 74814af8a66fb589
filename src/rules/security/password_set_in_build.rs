//! A password of an account that is the same in every container.

use super::super::prelude::*;
use crate::facts::privileges::sets_app_service_login;
use crate::knowledge::files::SECRET_MOUNT_FOLDER;
use crate::shell::RedirectKind;

/// The rule.
pub static RULE: Rule = Rule {
    name: "password-set-in-build",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &["checkov:CKV2_DOCKER_17"],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/password-set-in-build.md"),
    checks: &[Check::Run(check)],
};

const SHARED: &str = "this sets a password that every container shares";

fn check(run: &Run<'_>, findings: &mut Findings) {
    for command in run.facts.commands() {
        let found = match command.name() {
            Some("chpasswd") if !reads_mounted_secret(command) => Some((command.name_span(), SHARED)),
            Some("passwd") if command.has_argument(&["-d", "--delete"]) => {
                Some((command.name_span(), "this leaves an account without password"))
            }
            Some("passwd") if command.has_argument(&["--stdin"]) || command.is_piped_into() => {
                Some((command.name_span(), SHARED))
            }
            Some("useradd" | "usermod") => {
                let hash = command.value_of(&["-p", "--password"]);
                hash.filter(|hash| hash.literal.as_deref().is_some_and(fits)).map(|hash| (hash.span, SHARED))
            }
            _ => None,
        };
        if let Some((span, message)) = found {
            // The platform asks for this one.
            let severity = if sets_app_service_login(run.facts) { Severity::Info } else { Severity::Warning };
            findings
                .at(span, message)
                .severity(severity)
                .help("accounts of a container need no password: switch with USER, or lock it with `passwd -l`");
        }
    }
}

fn reads_mounted_secret(command: &Command) -> bool {
    let reads = command.redirects.iter().filter(|redirect| redirect.kind == RedirectKind::Read);
    reads.filter_map(|redirect| redirect.target.as_ref()).any(|file| file.text.starts_with(SECRET_MOUNT_FOLDER))
}

/// Whether some password fits a hash: none fits `*` and `!`, with which an account is locked.
fn fits(hash: &str) -> bool {
    !hash.starts_with(['*', '!']) && hash != "x"
}
