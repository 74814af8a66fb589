//! The history or a label of the image holds a credential.

use super::super::prelude::*;
use std::collections::HashSet;

use crate::image::secrets::{Secret, masked, secrets};

pub(crate) static RULE: Rule = Rule::new("image-history-secret", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .aliases(&["dockle:CIS-DI-0010", "trivy:DS-0031"])
    .page(include_str!("../../../rules/image/image-history-secret.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let mut said: HashSet<String> = HashSet::new();
    let env = &view.config().env;
    let in_env: HashSet<&str> =
        env.iter().flat_map(|pair| secrets(pair).into_iter().map(|secret| &pair[secret.range])).collect();
    for step in &view.attribution.steps {
        let arguments = std::iter::once(&step.instruction.arguments);
        for text in arguments.chain(&step.instruction.build_args) {
            for secret in secrets(text) {
                let value = &text[secret.range.clone()];
                // What is in the environment is told of there.
                if !in_env.contains(value) && said.insert(value.to_owned()) {
                    let message = format!("the history holds {}", told(&secret, value));
                    view.find_at(Some(step), findings, message).help(INSTEAD);
                }
            }
        }
    }
    for (key, value) in view.config().labels.iter().chain(&view.image.annotations) {
        let pair = format!("{key}={value}");
        for secret in secrets(&pair) {
            let value = &pair[secret.range.clone()];
            if said.insert(value.to_owned()) {
                view.find_whole(findings, format!("the label `{key}` holds {}", told(&secret, value)));
            }
        }
    }
}

const INSTEAD: &str = "use `RUN --mount=type=secret`, which leaves nothing behind, and change the credential";

fn told(secret: &Secret, value: &str) -> String {
    format!("{} (`{}`, {} characters)", secret.what, masked(value), value.chars().count())
}
