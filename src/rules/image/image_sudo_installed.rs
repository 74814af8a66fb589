//! Programs that make a user root.

use super::super::prelude::*;
use crate::image::files::File;
use crate::rules::left_behind::text;

pub(crate) static RULE: Rule = Rule::new("image-sudo-installed", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-DI-0001", "trivy:DS-0010"])
    .page(include_str!("../../../rules/image/image-sudo-installed.md"))
    .checks(&[Check::Image(check)]);

const PROGRAMS: &[&str] = &["usr/bin/sudo", "bin/sudo", "usr/local/bin/sudo", "usr/bin/doas"];

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for file in view.files.visible().filter(|file| !view.is_base(file.layer)) {
        let Some(path) = text(&file) else { continue };
        if PROGRAMS.contains(&path) && file.is_regular() {
            view.find(file.layer, findings, format!("this brings `{path}`"))
                .help("do what needs root while building, and let the container run as an unprivileged user");
        } else if (path == "etc/sudoers" || path.starts_with("etc/sudoers.d/")) && asks_for_no_password(&file) {
            view.find(file.layer, findings, format!("`{path}` lets a user become root without a password"));
        }
    }
}

fn asks_for_no_password(file: &File<'_>) -> bool {
    let body = file.content.body.as_deref().unwrap_or_default();
    let lines = body.split(|byte| *byte == b'\n');
    lines
        .filter(|line| !line.trim_ascii_start().starts_with(b"#"))
        .any(|line| memchr::memmem::find(line, b"NOPASSWD").is_some())
}
