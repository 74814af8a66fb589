//! Instructions of the history that the rules for Dockerfiles find fault with: [`crate::lint::lint_image`] asks them.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("image-history-instruction", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&[
        "dockle:CIS-DI-0007 index", "dockle:CIS-DI-0009 add", "dockle:DKL-DI-0001 sudo", "dockle:DKL-DI-0003 upgrade",
        "trivy:DS-0005 add", "trivy:DS-0010 sudo", "trivy:DS-0017 index", "trivy:DS-0024 upgrade",
    ])
    .page(include_str!("../../../rules/image/image-history-instruction.md"))
    .checks(&[]);

/// The rules that are asked about a history, with the variant that each is here: those that need nothing but the instruction.
pub(crate) const ASKED: &[(&str, &str)] = &[
    ("add-instead-of-copy", "add"),
    ("package-index-update-in-own-layer", "index"),
    ("release-upgrade-in-build", "upgrade"),
    ("sudo-in-run", "sudo"),
];
