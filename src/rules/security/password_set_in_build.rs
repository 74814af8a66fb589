//! A password of an account that is the same in every container.

use super::super::prelude::*;
use crate::facts::privileges::sets_app_service_login;
use crate::knowledge::files::SECRET_MOUNT_FOLDER;
use crate::knowledge::program_name;
use crate::shell::{RedirectKind, Word};

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

fn check(run: &Run<'_>, findings: &mut Findings) {
    for command in run.facts.commands() {
        let Some((name, arguments)) = command.words.split_first() else { continue };
        let has = |options: &[&str]| arguments.iter().any(|word| options.contains(&&*word.text));
        let from_mount = command.redirects.iter().any(|redirect| {
            redirect.kind == RedirectKind::Read
                && redirect.target.as_ref().is_some_and(|target| target.text.starts_with(SECRET_MOUNT_FOLDER))
        });
        let fed = command.pipeline.is_some_and(|(_, position)| position > 0);
        let found = match program_name(&name.text) {
            "chpasswd" if !from_mount => Some((name.span, "this sets a password that every container shares")),
            "passwd" if has(&["-d", "--delete"]) => Some((name.span, "this leaves an account without password")),
            "passwd" if has(&["--stdin"]) || fed => {
                Some((name.span, "this sets a password that every container shares"))
            }
            "useradd" | "usermod" => {
                hash(arguments).map(|word| (word.span, "this sets a password that every container shares"))
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

/// The literal behind `-p`; `*` and `!` fit no password.
fn hash(arguments: &[Word]) -> Option<&Word> {
    arguments.windows(2).find_map(|pair| {
        let [option, value] = pair else { return None };
        let literal = value.literal.as_deref()?;
        let locks = literal.starts_with(['*', '!']) || literal == "x";
        (matches!(&*option.text, "-p" | "--password") && !locks).then_some(value)
    })
}
