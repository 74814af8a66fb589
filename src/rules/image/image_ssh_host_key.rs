//! What should differ between machines, baked into an image.

use super::super::prelude::*;
use crate::image::files::File;
use crate::knowledge::image_secrets::is_ssh_host_key;
use crate::rules::left_behind::text;

pub(crate) static RULE: Rule = Rule::new("image-ssh-host-key", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["trivy:private-key"])
    .page(include_str!("../../../rules/image/image-ssh-host-key.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for file in view.files.visible().filter(|file| file.is_regular() && file.content.size > 0) {
        let Some(path) = text(&file) else { continue };
        let what = match path {
            _ if is_ssh_host_key(path) => "is the key by which clients know a server",
            "etc/machine-id" if is_given(&file) => "is the identity of one machine",
            "var/lib/systemd/random-seed" => "is where one machine's random numbers begin",
            _ => continue,
        };
        let message = format!("`{path}` {what}, and is the same in every container");
        view.find(file.layer, findings, message)
            .help("remove it in the same instruction; it is made anew where it is missing");
    }
}

/// Whether an identity stands there: nothing and `uninitialized` are none.
fn is_given(file: &File<'_>) -> bool {
    file.content.body.as_deref().is_some_and(|body| !matches!(body.trim_ascii(), b"" | b"uninitialized"))
}
