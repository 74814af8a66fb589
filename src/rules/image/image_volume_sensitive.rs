//! A folder of the system is declared a volume.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("image-volume-sensitive", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-DI-0002"])
    .page(include_str!("../../../rules/image/image-volume-sensitive.md"))
    .checks(&[Check::Image(check)]);

/// Folders of the system, without the slash in front.
const SYSTEM: &[&str] = &["", "bin", "boot", "dev", "etc", "lib", "lib32", "lib64", "proc", "sbin", "sys", "usr"];
/// Sockets that whoever reaches them rules the host.
const SOCKETS: &[&str] = &["var/run/docker.sock", "run/docker.sock", "run/containerd/containerd.sock"];

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for volume in &view.config().volumes {
        let path = volume.trim_matches('/');
        let is_device = ["dev/", "proc/", "sys/"].iter().any(|folder| path.starts_with(folder));
        if SYSTEM.contains(&path) || SOCKETS.contains(&path) || is_device {
            let message = format!("`{volume}` belongs to the system and cannot be a volume of an image");
            view.find_setting(Keyword::Volume, findings, message).help("name the folder of the program's own data");
        }
    }
}
