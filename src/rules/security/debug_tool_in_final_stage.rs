//! Editors, debuggers and network probes in the image that is shipped.

use std::cell::LazyCell;

use super::super::prelude::*;
use crate::facts::RemovedPackages;
use crate::knowledge::tools::{is_debug_package, package_brings};
use crate::rules::edits::leave_out;

pub(crate) static RULE: Rule = Rule::new("debug-tool-in-final-stage", Group::Security, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["tally:php/no-xdebug-in-final-image"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/security/debug-tool-in-final-stage.md"))
    .checks(&[Check::FinalStage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if view.is_for_development() || view.is_workplace() {
        return;
    }
    let removed = RemovedPackages::of(view.runs_in_chain());
    let called = LazyCell::new(|| view.file.facts.called_programs(view.file.model, view.stage));
    let is_called = |name: &str| called.iter().any(|program| *program == name || package_brings(name, program));
    for action in view.packages_in_chain().filter(|action| action.verb == Verb::Install) {
        for package in action.packages.iter().filter(|package| is_debug_package(&package.name)) {
            let name = &*package.name;
            if !removed.takes(action, package) && !is_called(name) {
                findings
                    .at(package.span, format!("`{name}` is a tool for looking around, and nothing here calls it"))
                    .help("leave it out, or install it in a stage for debugging")
                    .fix(format!("Leave `{name}` out"), Safety::Unsafe, leave_out(view.file.source, action, package));
            }
        }
    }
}
