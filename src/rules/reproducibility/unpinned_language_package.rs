//! Packages of a language without a version.

use std::cell::LazyCell;

use super::super::prelude::*;
use super::super::wording::names;
use crate::facts::{Package, RunFacts};
use crate::knowledge::package_managers::Manager;
use crate::model::Value;
use crate::shell::parameter_name;

pub(crate) static RULE: Rule = Rule::new("unpinned-language-package", Group::Reproducibility, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&[
        "hadolint:DL3013 pip", "hadolint:DL3016 npm", "hadolint:DL3028 gem", "hadolint:DL3062 go",
        "hadolint:DL3062 hadolint-only", "droast:DF051", "droast:DF053", "droast:DF054",
        "kics:unpinned_package_version_in_pip_install", "kics:npm_install_without_pinned_version",
        "kics:gem_install_without_version", "kics:pin_versions_in_gem_install",
    ])
    .page(include_str!("../../../rules/reproducibility/unpinned-language-package.md"))
    .checks(&[Check::Run(check)]);

/// Where pip and uv look for a file of versions.
const CONSTRAINT: &str = "PIP_CONSTRAINT";

/// Where Go's sources lie: in its official images, and in root's home.
const GO_SOURCES: &[&str] = &["/go/src", "/root/go/src"];

fn check(run: &Run<'_>, findings: &mut Findings) {
    let folders = LazyCell::new(|| run.step.folders());
    // Sources that an instruction in front has put where `go get` looks for them.
    let is_copied = |package: &str| GO_SOURCES.iter().any(|folder| folders.contains(&format!("{folder}/{package}")));
    for action in run.facts.packages().filter(|action| action.installs_language()) {
        if action.heeds_pip_constraint() && (run.step.defines(CONSTRAINT) || assigns(run, CONSTRAINT)) {
            continue;
        }
        let loose = action.packages.iter().filter(|package| is_loose(run, action, package));
        let loose: Vec<&Package> =
            loose.filter(|package| !(action.is(&[Manager::Go]) && is_copied(&package.text))).collect();
        if let Some(first) = loose.first() {
            findings
                .at(first.span, message(&loose))
                .variant(action.family())
                .help("name the version that you have tested");
        } else if let Some(package) = action.packages.iter().find(|package| action.is_left_to_go_mod(&package.text)) {
            // hadolint asks for a version here as well.
            findings.at(package.span, message(&[package])).variant("hadolint-only");
        }
    }
}

fn is_loose(run: &Run<'_>, action: &PackageAction, package: &Package) -> bool {
    let written = &*package.text;
    if is_set_here(run, written) {
        return false;
    }
    // In single quotes the shell leaves a variable alone, and so does the language's own tool.
    let expanded = if written.contains('$') { run.step.expand(written) } else { Value::known(written) };
    // What only the build knows may hold a version.
    let text = expanded.as_known().filter(|text| !text.contains(['`', '*']));
    text.is_some_and(|text| text.split_whitespace().any(|name| action.leaves_language_version(name)))
        && !(action.is(&[Manager::Go]) && checks_out(run))
}

/// Whether a RUN of the stage takes a version out of the sources that `go get` has fetched.
fn checks_out(run: &Run<'_>) -> bool {
    let is_checkout = |command: &Command| command.name() == Some("git") && command.has_argument(&["checkout"]);
    let stage = run.step.stage.into_iter();
    stage.flat_map(|stage| run.step.file.facts.runs_of(stage)).flat_map(RunFacts::commands).any(is_checkout)
}

/// Whether a word holds a variable that the RUN itself sets, to whatever.
fn is_set_here(run: &Run<'_>, written: &str) -> bool {
    written.split('$').skip(1).filter_map(parameter_name).any(|name| assigns(run, name))
}

/// Whether the RUN itself sets a variable, for one of its commands or for all that follow.
fn assigns(run: &Run<'_>, name: &str) -> bool {
    let commands = run.facts.pieces.iter().flat_map(|piece| &piece.script.commands);
    commands.flat_map(|command| &command.assignments).any(|assignment| &*assignment.name == name)
}

fn message(loose: &[&Package]) -> String {
    let are =
        if loose.len() == 1 { "is installed in whatever version is" } else { "are installed in whatever versions are" };
    format!("{} {are} newest", names(loose))
}
