//! A running container shows a password in its list of processes.

use super::super::prelude::*;
use crate::facts::password_arguments::{credential_in_header, password_arguments};
use crate::knowledge::passwords::other_way_in;

pub(crate) static RULE: Rule = Rule::new("password-on-command-line", Group::Security, Severity::Info)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/security/password-on-command-line.md"))
    .checks(&[Check::Start(check)]);

fn check(view: &StartView<'_>, findings: &mut Findings) {
    for command in view.commands() {
        let arguments = password_arguments(command).filter(|argument| !argument.word.expansions.is_empty());
        let passwords = arguments.map(|argument| (argument.span(), "the password".to_owned()));
        let header = credential_in_header(command).map(|(word, name)| (word.span, format!("`{name}`")));
        let program = command.name().unwrap_or("the program");
        for (span, what) in passwords.chain(header) {
            findings
                .at(span, format!("every process can read {what} among the arguments of `{program}`"))
                .help(other_way_in(program));
        }
    }
}
