//! `USER` names an account or a group that the image does not have.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("image-user-unresolvable", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-user-unresolvable.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    if !view.is_whole() || view.is_windows() {
        return;
    }
    let (user, group) = match view.config().user.split_once(':') {
        Some((user, group)) => (user, group),
        None => (view.config().user.as_str(), ""),
    };
    let is_name = |name: &str| !name.is_empty() && name.parse::<u32>().is_err();
    let accounts = view.accounts;
    if is_name(user) && accounts.users.as_ref().is_some_and(|users| users.iter().all(|known| known.name != user)) {
        missing(view, findings, format!("no account is called `{user}` in the image's /etc/passwd"));
    }
    if is_name(group) && accounts.groups.as_ref().is_some_and(|groups| groups.iter().all(|known| known.name != group)) {
        missing(view, findings, format!("no group is called `{group}` in the image's /etc/group"));
    }
}

fn missing(view: &ImageView<'_>, findings: &mut Findings, message: String) {
    view.find_setting(Keyword::User, findings, message)
        .help("make it in the image, or give its number: the container cannot start");
}
