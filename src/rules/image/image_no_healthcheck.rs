//! An image that exposes a port has no `HEALTHCHECK`.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("image-no-healthcheck", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&[
        "dockle:CIS-DI-0006 plain", "dockle:CIS-DI-0006 dockle-only", "trivy:DS-0026 plain",
        "trivy:DS-0026 dockle-only",
    ])
    .page(include_str!("../../../rules/image/image-no-healthcheck.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let config = view.config();
    let is_base_image = !config.on_build.is_empty();
    if config.healthcheck.is_some() || view.image.is_oci || is_base_image || view.is_windows() {
        return;
    }
    let variant = if config.exposed_ports.is_empty() { "dockle-only" } else { "plain" };
    view.find_whole(findings, "the image does not say how to find out whether its service works")
        .variant(variant)
        .help("add a HEALTHCHECK");
}
