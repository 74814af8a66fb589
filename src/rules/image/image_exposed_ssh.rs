//! The image is made for logging in with SSH.

use super::super::prelude::*;
use crate::source::file_name;

pub(crate) static RULE: Rule = Rule::new("image-exposed-ssh", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["trivy:DS-0004"])
    .page(include_str!("../../../rules/image/image-exposed-ssh.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let ports = &view.config().exposed_ports;
    let starts = view.start().first().is_some_and(|name| file_name(name) == "sshd");
    if ports.iter().any(|port| matches!(port.as_str(), "22" | "22/tcp")) {
        view.find_setting(Keyword::Expose, findings, "the image exposes the port of SSH").help(INSTEAD);
    } else if starts {
        view.find_setting(view.start_keyword(), findings, "the image starts an SSH server").help(INSTEAD);
    }
}

const INSTEAD: &str = "`docker exec` and `kubectl exec` open a shell without a server, keys and accounts in the image";
