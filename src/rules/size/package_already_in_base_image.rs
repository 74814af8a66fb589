//! Packages that the base image brings anyway.

use super::super::prelude::*;
use super::super::{drops, edits};
use crate::facts::Package;
use crate::knowledge::base_images::{brings_package, canonical_repository};

pub(crate) static RULE: Rule = Rule::new("package-already-in-base-image", Group::Size, Severity::Info)
    .recommended()
    .aliases(&["tally:ruby/redundant-bundler-install", "tally:gpu/no-redundant-cuda-install"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/size/package-already-in-base-image.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    let root = run.step.stage.map(|stage| run.step.file.model.root(stage));
    let Some(image) = root.and_then(|root| root.base.image()) else { return };
    let repository = canonical_repository(image.reference.registry(), &image.reference.repository_path());
    let tag = image.reference.tag().unwrap_or("");
    for action in run.facts.packages().filter(|action| action.verb == Verb::Install && !upgrades(action)) {
        for package in action.packages.iter().filter(|package| package.version.is_none()) {
            if brings_package(&repository, tag, action.manager.manager, &package.name) {
                findings
                    .at(package.span, format!("`{}` is already part of `{repository}`", package.text))
                    .help("leave it out, or name the version that you need")
                    .fix(format!("Leave out `{}`", package.text), Safety::Unsafe, left_out(run, action, package));
            }
        }
    }
}

/// Options that ask for another version.
fn upgrades(action: &PackageAction) -> bool {
    action.has_flag(&["-U", "--upgrade", "-u", "-v", "--version", "--force-reinstall"])
}

/// Without the package, or without the call where it asks for nothing else.
fn left_out(run: &Run<'_>, action: &PackageAction, package: &Package) -> Vec<Edit> {
    if action.packages.len() > 1 {
        return edits::leave_out(run.step.file.source, action, package).into_iter().collect();
    }
    drops::commands(run, &[action.command]).unwrap_or_default()
}
