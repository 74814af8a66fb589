//! The image is called `latest`, or is built on a `latest` image.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("image-latest-tag", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-DI-0006", "trivy:DS-0001"])
    .page(include_str!("../../../rules/image/image-latest-tag.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for name in view.image.names.iter().filter(|name| is_latest(name)) {
        let message = format!("the image is called `{name}`, a name that moves to every new version");
        view.find_whole(findings, message).help("give it the version as a tag");
    }
    let base = view.label("org.opencontainers.image.base.name").filter(|base| is_latest(base));
    if let Some(base) = base {
        view.find_whole(findings, format!("the base image is `{base}`, which is another one tomorrow"));
    }
}

/// A name's last part is its tag where it has one; a name alone may be nothing but a tag.
fn is_latest(name: &str) -> bool {
    name == "latest" || name.ends_with(":latest")
}
