//! Packages that belong on the host.

use super::super::prelude::*;
use crate::knowledge::tools::is_gpu_host_package;

pub(crate) static RULE: Rule = Rule::new("nvidia-runtime-in-image", Group::Packages, Severity::Warning)
    .recommended()
    .aliases(&["tally:gpu/no-container-runtime-in-image"])
    .page(include_str!("../../../rules/packages/nvidia-runtime-in-image.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    for action in run.facts.packages().filter(|action| action.installs_system()) {
        for package in &action.packages {
            let name = &*package.name;
            if is_gpu_host_package(name) || name.starts_with("libnvidia-container") {
                findings
                    .at(package.span, format!("`{name}` belongs on the host, not into an image"))
                    .help("install it on the machine that runs the containers, and drop it here");
            }
        }
    }
}
