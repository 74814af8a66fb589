//! A running container shows a password in its list of processes.

use super::super::prelude::*;
use crate::facts::password_arguments::{credential_in_header, password_arguments};

/// The rule.
pub static RULE: Rule = Rule {
    name: "password-on-command-line",
    group: Group::Security,
    severity: Severity::Info,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::None,
    page: include_str!("../../../rules/security/password-on-command-line.md"),
    checks: &[Check::Start(check)],
};

fn check(view: &StartView<'_>, findings: &mut Findings) {
    for command in &view.piece.script.commands {
        let program = command.name().unwrap_or("the program");
        for argument in password_arguments(command).filter(|argument| !argument.word.expansions.is_empty()) {
            findings
                .at(argument.span(), format!("every process can read the password among the arguments of `{program}`"))
                .help(way_out(program));
        }
        if let Some((word, name)) = credential_in_header(command) {
            findings
                .at(word.span, format!("every process can read `{name}` among the arguments of `{program}`"))
                .help(way_out(program));
        }
    }
}

/// Another way to hand the password over.
fn way_out(program: &str) -> &'static str {
    match program {
        "mysql" | "mysqladmin" | "mysqldump" | "mariadb" | "mariadb-admin" | "mariadb-dump" => {
            "put it into an option file for `--defaults-extra-file`, or into MYSQL_PWD"
        }
        "redis-cli" => "put it into REDISCLI_AUTH",
        "curl" => "put it into a file for `--config`, or into ~/.netrc",
        _ => "hand it over in the environment, in a file or on standard input",
    }
}
