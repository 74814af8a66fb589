//! A variable of the image's environment holds a credential.

use super::super::prelude::*;
use crate::image::attribution::Placed;
use crate::image::secrets::{masked, secrets};

pub(crate) static RULE: Rule = Rule::new("image-env-secret", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .aliases(&["dockle:CIS-DI-0010", "trivy:DS-0031"])
    .page(include_str!("../../../rules/image/image-env-secret.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for pair in &view.config().env {
        let name = pair.split('=').next().unwrap_or("");
        let sets =
            |step: &&Placed| step.instruction.keyword == Keyword::Env && step.instruction.words().contains(&name);
        let step = view.attribution.steps.iter().rev().find(sets);
        for secret in secrets(pair) {
            let text = &pair[secret.range.clone()];
            let (shown, length) = (masked(text), text.chars().count());
            let message = format!("`{name}` holds {} (`{shown}`, {length} characters)", secret.what);
            view.find_at(step, findings, message)
                .help("hand it over when the container starts: everybody who has the image can read it");
        }
    }
}
