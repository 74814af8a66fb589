//! Calls of package managers that stop to ask.

use super::super::prelude::*;
use crate::facts::{PackageAction, Piece};
use crate::knowledge::package_managers::{Manager, Verb};
use crate::rules::edits;
use crate::shell::{Command, RedirectKind};

/// The rule.
pub static RULE: Rule = Rule {
    name: "missing-assume-yes",
    group: Group::Packages,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &[
        "hadolint:DL3014 apt", "hadolint:DL3030 yum", "hadolint:DL3034 zypper", "hadolint:DL3038 dnf", "droast:DF015",
        "droast:DF027", "droast:DF043", "trivy:DS-0021", "kics:apt_get_missing_yes_flag_to_avoid_manual_input",
        "kics:apt_get_missing_flags_to_avoid_manual_input", "kics:apt_get_without_yes_flag",
        "kics:y_switch_avoid_manual_input", "kics:yum_install_allows_manual_input",
        "kics:missing_zypper_non_interactive_switch", "kics:missing_flag_from_dnf_install",
        "dockerfilelint:apt-get_missing_param", "semgrep:missing-assume-yes-switch",
        "semgrep:missing-dnf-assume-yes-switch", "semgrep:missing-yum-assume-yes-switch",
    ],
    fix: FixKind::Safe,
    page: include_str!("../../../rules/packages/missing-assume-yes.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    if is_configured(file.source.text()) {
        return;
    }
    for piece in file.facts.runs.iter().flat_map(|run| &run.pieces) {
        for action in piece.deeds.packages.iter().filter(|action| asks(action) && !is_answered(piece, action.command)) {
            let (yes, variant) = match action.manager.manager {
                Manager::AptGet | Manager::Apt | Manager::Aptitude => ("-y", "apt"),
                Manager::Yum => ("-y", "yum"),
                Manager::Zypper => ("-y", "zypper"),
                Manager::Dnf | Manager::Microdnf | Manager::Tdnf => ("-y", "dnf"),
                Manager::Pacman => ("--noconfirm", "other"),
                _ => ("-y", "other"),
            };
            let name = action.manager.names[0];
            findings
                .at(
                    action.verb_span,
                    format!("`{name} {}` asks before it goes on, and nobody answers in a build", action.verb_text),
                )
                .variant(variant)
                .fix(format!("Add `{yes}`"), Safety::Safe, edits::add_option(action, yes));
        }
    }
}

/// Whether the file sets the answer once for all: in a configuration of the manager or in a variable.
fn is_configured(text: &str) -> bool {
    ["APT::Get::Assume-Yes \"", "APT::Get::Assume-Yes=", "assumeyes=", "assumeyes =", "always_yes", "ALWAYS_YES"]
        .iter()
        .any(|mark| text.contains(mark))
        && (text.contains(".conf") || text.to_ascii_lowercase().contains("always_yes"))
}

fn asks(action: &PackageAction) -> bool {
    let row = action.manager;
    let changes = match action.verb {
        Verb::Install | Verb::Remove => {
            !action.packages.is_empty() || matches!(&*action.verb_text, "autoremove" | "autopurge")
        }
        Verb::Upgrade | Verb::ReleaseUpgrade => true,
        _ => false,
    };
    let may_hold_options = |text: &str| {
        let name = text.to_ascii_uppercase();
        ["OPT", "ARG", "FLAG", "YES"].iter().any(|mark| name.contains(mark))
    };
    changes
        && !row.yes_flags.is_empty()
        && (row.system || action.is(&[Manager::Conda, Manager::Mamba]))
        && !action.has_flag(row.yes_flags)
        && !action.has_flag(row.dry_run_flags)
        && !action.packages.iter().any(|package| package.variable && may_hold_options(&package.text))
}

/// Whether something answers: `yes |` in front, a heredoc or a file as input.
fn is_answered(piece: &Piece, number: usize) -> bool {
    let commands = &piece.script.commands;
    let Some(command) = commands.get(number) else { return false };
    let reads =
        |kind: RedirectKind| matches!(kind, RedirectKind::Read | RedirectKind::Heredoc | RedirectKind::HereString);
    let fed = command.pipeline.is_some_and(|(_, place)| place > 0);
    fed || command.redirects.iter().any(|redirect| reads(redirect.kind)) || prefix_is_yes(command)
}

/// `yes` may also be told by a variable in front: `CONDA_ALWAYS_YES=true conda install x`.
fn prefix_is_yes(command: &Command) -> bool {
    command.assignments.iter().any(|assignment| assignment.name.contains("ALWAYS_YES"))
}
