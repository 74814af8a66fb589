//! Accounts that need no password.

use super::super::prelude::*;
use crate::knowledge::account_files::accounts;

pub(crate) static RULE: Rule = Rule::new("image-empty-password", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-LI-0001"])
    .page(include_str!("../../../rules/image/image-empty-password.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
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
