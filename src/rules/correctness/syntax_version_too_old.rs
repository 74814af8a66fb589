//! A feature that the pinned frontend does not know.

use super::super::prelude::*;
use crate::facts::frontend::{PinnedFrontend, used_features};
use std::collections::HashSet;

pub(crate) static RULE: Rule = Rule::new("syntax-version-too-old", Group::Correctness, Severity::Warning)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/syntax-version-too-old.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let Some(pinned) = PinnedFrontend::of(file.source, file.dockerfile) else { return };
    let mut seen = HashSet::new();
    for used in used_features(file.dockerfile) {
        let feature = used.feature;
        if !feature.is_missing_in(pinned.minor, pinned.labs) || !seen.insert(used.name.clone()) {
            continue;
        }
        let help = match feature.stable {
            Some(since) => format!("it needs docker/dockerfile:1.{since} or later"),
            None => format!("it needs docker/dockerfile:1.{}-labs or later", feature.labs),
        };
        let finding = findings
            .at(used.span, format!("{} is unknown to the pinned syntax version 1.{}", used.name, pinned.minor))
            .label(pinned.span, "pinned here")
            .help(help);
        if !pinned.digest {
            let channel = if pinned.labs || feature.stable.is_none() { "-labs" } else { "" };
            finding.write(pinned.span, &format!("docker/dockerfile:1{channel}"), Safety::Unsafe);
        }
    }
}
