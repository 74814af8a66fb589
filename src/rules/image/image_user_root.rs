//! Containers of the image run as root.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("image-user-root", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["dockle:CIS-DI-0001", "trivy:DS-0002"])
    .page(include_str!("../../../rules/image/image-user-root.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let user = view.config().user.as_str();
    let name = user.split(':').next().unwrap_or("");
    if !view.runs_as_root() || view.is_windows() {
        return;
    }
    let message = match name {
        "" => "containers run as root: no USER says otherwise".to_owned(),
        "0" | "root" => format!("containers run as root: USER is `{user}`"),
        _ => format!("containers run as root: `{name}` has the number 0 in /etc/passwd"),
    };
    view.find_setting(Keyword::User, findings, message).help("make an account and name it in USER");
}
