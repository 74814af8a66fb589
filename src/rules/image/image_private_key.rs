//! Private keys that a container sees.

use super::super::prelude::*;
use crate::rules::image_secrets::secret_files;

pub(crate) static RULE: Rule = Rule::new("image-private-key", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .aliases(&["dockle:CIS-DI-0010", "trivy:private-key"])
    .page(include_str!("../../../rules/image/image-private-key.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for secret in secret_files(view).filter(|secret| secret.file.is_reachable && secret.is_key) {
        view.find(secret.layer, findings, secret.says())
            .help("make a new key, and mount it into the container when it starts");
    }
}
