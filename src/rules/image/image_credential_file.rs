//! Files with credentials that a container sees.

use super::super::prelude::*;
use crate::rules::image_secrets::secret_files;

pub(crate) static RULE: Rule = Rule::new("image-credential-file", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .aliases(&[
        "dockle:CIS-DI-0010", "trivy:aws-secret-access-key", "trivy:dockerconfig-secret", "trivy:npm-access-token",
    ])
    .page(include_str!("../../../rules/image/image-credential-file.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for secret in secret_files(view).filter(|secret| secret.file.is_reachable && !secret.is_key) {
        view.find(secret.layer, findings, secret.says()).help(
            "withdraw it, and give it to the instruction that needs it with `RUN --mount=type=secret`, or to the container when it starts",
        );
    }
}
