//! A password of an account that is the same in every container.

use super::super::prelude::*;
use crate::facts::password_arguments::{AccountPassword, account_password};
use crate::facts::privileges::sets_app_service_login;

pub(crate) static RULE: Rule = Rule::new("password-set-in-build", Group::Security, Severity::Warning)
    .recommended()
    .aliases(&["checkov:CKV2_DOCKER_17"])
    .page(include_str!("../../../rules/security/password-set-in-build.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    for (span, password) in run.facts.commands().filter_map(account_password) {
        let message = match password {
            AccountPassword::Shared => "this sets a password that every container shares",
            AccountPassword::None => "this leaves an account without password",
        };
        // Nobody knows what is drawn at random.
        if run.step.text().contains("random") {
            continue;
        }
        // The platform asks for this one.
        let severity = if sets_app_service_login(run.facts) { Severity::Info } else { Severity::Warning };
        findings
            .at(span, message)
            .severity(severity)
            .help("accounts of a container need no password: switch with USER, or lock it with `passwd -l`");
    }
}
