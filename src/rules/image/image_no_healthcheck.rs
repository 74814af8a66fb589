//! An image that exposes a port has no `HEALTHCHECK`, or `NONE`.

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
    if view.image.is_oci || is_base_image || view.is_windows() {
        return;
    }
    match config.healthcheck.as_deref() {
        Some([test, ..]) if test == "NONE" => {
            if !config.exposed_ports.is_empty() {
                view.find_setting(
                    Keyword::Healthcheck,
                    findings,
                    "the image exposes a port and has its check switched off",
                )
                .help("write a HEALTHCHECK that fits, or ignore this rule where something else looks after it");
            }
            return;
        }
        Some(_) => return,
        None => {}
    }
    let variant = if config.exposed_ports.is_empty() { "dockle-only" } else { "plain" };
    view.find_whole(findings, "the image does not say how to find out whether its service works")
        .variant(variant)
        .help("add a HEALTHCHECK");
}
