//! Packages of a language without a version.

use super::super::prelude::*;
use super::super::wording::names;
use crate::facts::{Package, PackageAction};
use crate::knowledge::package_managers::{Manager, Verb, is_floating_version};
use crate::knowledge::php_extensions::is_bundled;
use crate::model::{Value, Variable};
use crate::shell::parameter_name;

/// The rule.
pub static RULE: Rule = Rule {
    name: "unpinned-language-package",
    group: Group::Reproducibility,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &[
        "hadolint:DL3013 pip", "hadolint:DL3016 npm", "hadolint:DL3028 gem", "hadolint:DL3062 go",
        "hadolint:DL3062 hadolint-only", "droast:DF051", "droast:DF053", "droast:DF054",
        "kics:unpinned_package_version_in_pip_install", "kics:npm_install_without_pinned_version",
        "kics:gem_install_without_version", "kics:pin_versions_in_gem_install",
    ],
    fix: FixKind::None,
    page: include_str!("../../../rules/reproducibility/unpinned-language-package.md"),
    checks: &[Check::Run(check)],
};

fn check(run: &Run<'_>, findings: &mut Findings) {
    for action in run.facts.packages() {
        let manager = action.manager.manager;
        let pinned_otherwise = action.has_flag(action.manager.pin_options)
            || action.has_flag(&["-c", "--constraint", "--constraints", "--path", "--git"])
            || action.manager.source_options.contains(&"-r") && variable_set(run, "PIP_CONSTRAINT");
        if action.verb != Verb::Install || !MANAGERS.contains(&manager) || pinned_otherwise {
            continue;
        }
        let loose: Vec<&Package> = action.packages.iter().filter(|package| is_loose(run, action, package)).collect();
        let Some(first) = loose.first() else {
            // hadolint asks for a version here as well.
            let mut packages = action.packages.iter().filter(|_| manager == Manager::Go);
            if let Some(package) = packages.find(|package| is_left_to_go_mod(&package.text)) {
                findings.at(package.span, message(&[package])).variant("hadolint-only");
            }
            continue;
        };
        let finding = findings.at(first.span, message(&loose)).help("name the version that you have tested");
        match manager {
            Manager::Pip | Manager::Pipx => finding.variant("pip"),
            Manager::Npm => finding.variant("npm"),
            Manager::Gem => finding.variant("gem"),
            Manager::Go => finding.variant("go"),
            _ => finding,
        };
    }
}

const MANAGERS: &[Manager] = &[
    Manager::Bun,
    Manager::Cargo,
    Manager::Composer,
    Manager::DotnetTool,
    Manager::Gem,
    Manager::Go,
    Manager::InstallPhpExtensions,
    Manager::Npm,
    Manager::Pip,
    Manager::Pipx,
    Manager::Pnpm,
    Manager::Uv,
    Manager::Yarn,
];

/// Tools that install the others: they are brought up to date on purpose.
const INSTALLERS: &[&str] = &["pip", "setuptools", "wheel"];

fn is_loose(run: &Run<'_>, action: &PackageAction, package: &Package) -> bool {
    let written = &*package.text;
    if is_set_here(run, written) {
        return false;
    }
    let stage = run.step.stage.map(|stage| stage.index);
    // In single quotes the shell leaves a variable alone, and so does the language's own tool.
    let expanded = if written.contains('$') {
        run.step.file.model.expand(written, stage, run.step.index)
    } else {
        Value::known(written)
    };
    // What only the build knows may hold a version.
    let Some(text) = expanded.as_known().filter(|text| !text.contains(['`', '*'])) else {
        return false;
    };
    let (name, version) = action.manager.split_pin(text);
    let local = name.contains("://")
        || name.starts_with(['.', '/', '~', '$', '-'])
        || name.starts_with("git+")
        || name.starts_with("file:")
        || name.contains("...")
        || action.manager.local_suffixes.iter().any(|suffix| text.ends_with(suffix));
    if local || name.is_empty() || INSTALLERS.contains(&name) {
        return false;
    }
    let nothing_to_name = match action.manager.manager {
        Manager::InstallPhpExtensions => is_bundled(name) || name.starts_with('@'),
        // A package of the module itself has no host in front. Without `@version`, `install` and `run` take what go.mod says,
        // or fail; only `get` fetches the newest.
        Manager::Go => version.is_none() && (!has_host(name) || &*action.verb_text != "get"),
        // `user/repository` is a source, not a package.
        Manager::Npm | Manager::Yarn | Manager::Pnpm | Manager::Bun => name.contains('/') && !name.starts_with('@'),
        _ => false,
    };
    !nothing_to_name && version.is_none_or(is_floating_version)
}

/// Whether a word holds a variable that the RUN itself sets, to whatever.
fn is_set_here(run: &Run<'_>, written: &str) -> bool {
    let mut names = written.split('$').skip(1).filter_map(parameter_name);
    let commands = || run.facts.pieces.iter().flat_map(|piece| &piece.script.commands);
    names.any(|name| commands().flat_map(|command| &command.assignments).any(|assignment| &*assignment.name == name))
}

/// Whether the path of a Go package begins with a host, as that of another module does.
fn has_host(name: &str) -> bool {
    name.split('/').next().is_some_and(|host| host.contains('.'))
}

fn is_left_to_go_mod(text: &str) -> bool {
    has_host(text) && !text.starts_with('.') && !text.contains(['@', '$'])
}

fn variable_set(run: &Run<'_>, name: &str) -> bool {
    let stage = run.step.stage.map(|stage| stage.index);
    matches!(run.step.file.model.variable(name, stage, run.step.index), Variable::Defined(_))
}

fn message(loose: &[&Package]) -> String {
    let are =
        if loose.len() == 1 { "is installed in whatever version is" } else { "are installed in whatever versions are" };
    format!("{} {are} newest", names(loose))
}
