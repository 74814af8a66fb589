//! Packages that the base image brings anyway.

use super::super::prelude::*;
use crate::facts::{Package, PackageAction};
use crate::knowledge::base_images::canonical_repository;
use crate::knowledge::package_managers::{Manager, Verb};
use crate::model::Base;

/// The rule.
pub static RULE: Rule = Rule {
    name: "package-already-in-base-image",
    group: Group::Size,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &["tally:ruby/redundant-bundler-install", "tally:gpu/no-redundant-cuda-install"],
    fix: FixKind::None,
    page: include_str!("../../../rules/size/package-already-in-base-image.md"),
    checks: &[Check::Run(check)],
};

/// Official images with the manager and the packages that are part of them.
const BROUGHT: &[(&str, Manager, &[&str])] = &[
    ("ruby", Manager::Gem, &["bundler"]),
    ("python", Manager::Pip, &["pip"]),
    ("node", Manager::Npm, &["npm"]),
    ("alpine", Manager::Apk, &["alpine-baselayout", "apk-tools", "busybox", "musl", "zlib"]),
];

fn check(run: &Run<'_>, findings: &mut Findings) {
    let Some(stage) = run.step.stage else { return };
    let (Base::Image(image) | Base::Partial(image)) = &run.step.file.model.root(stage).base else {
        return;
    };
    let repository = canonical_repository(image.reference.registry(), &image.reference.repository_path());
    let tag = image.reference.tag().unwrap_or("");
    for action in run.facts.packages().filter(|action| action.verb == Verb::Install && !upgrades(action)) {
        let known = BROUGHT.iter().find(|(name, manager, _)| *name == repository && action.is(&[*manager]));
        let is_brought = |package: &Package| {
            known.is_some_and(|(.., names)| names.contains(&&*package.name))
                || (repository == "nvidia/cuda" && is_cuda(package, tag))
        };
        for package in action.packages.iter().filter(|package| package.version.is_none() && is_brought(package)) {
            findings
                .at(package.span, format!("`{}` is already part of `{repository}`", package.text))
                .help("leave it out, or name the version that you need");
        }
    }
}

/// Options that ask for another version.
fn upgrades(action: &PackageAction) -> bool {
    action.has_flag(&["-U", "--upgrade", "-u", "-v", "--version", "--force-reinstall"])
}

/// What the images with a run time hold. Source: gitlab.com/nvidia/container-images/cuda.
fn is_cuda(package: &Package, tag: &str) -> bool {
    (tag.contains("runtime") || tag.contains("devel"))
        && ["cuda-cudart-", "cuda-runtime", "cuda-libraries-"].iter().any(|start| package.name.starts_with(start))
        && !package.name.contains("-dev")
}
