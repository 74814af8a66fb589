//! Accounts that need no password.

use super::super::prelude::*;
use crate::knowledge::account_files::{accounts, broken_lines};

pub(crate) static RULE: Rule = Rule::new("image-empty-password", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-LI-0001"])
    .page(include_str!("../../../rules/image/image-empty-password.md"))
    .checks(&[Check::Image(check)]);

/// Lines that a message names.
const NAMED: usize = 5;

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    broken(view, findings);
    let paths: &[&str] = if view.files.exists("etc/shadow") {
        &["etc/shadow", "etc/master.passwd"]
    } else {
        &["etc/passwd", "etc/master.passwd"]
    };
    for path in paths {
        let Some((file, body)) = view.files.read(path) else { continue };
        for account in accounts(body).filter(|account| account.password.is_empty()) {
            let message = format!("the account `{}` has an empty password in `{path}`", account.name);
            view.find(file.layer, findings, message).help(format!("lock it with `passwd -l {}`", account.name));
        }
    }
}

/// Lines that are no account: one program passes over them, another stops there.
fn broken(view: &ImageView<'_>, findings: &mut Findings) {
    for path in ["etc/passwd", "etc/group", "etc/shadow"] {
        let Some((file, body)) = view.files.read(path) else { continue };
        let lines: Vec<String> = broken_lines(body).map(|line| line.to_string()).collect();
        if !lines.is_empty() {
            let more = lines.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let lines = lines[..lines.len().min(NAMED)].join(", ");
            view.find(file.layer, findings, format!("`{path}` has lines that are no account: {lines}{more}"))
                .severity(Severity::Warning)
                .help("programs that look for accounts read such a file each in its own way");
        }
    }
}
