//! Calls of package managers that stop to ask.

use super::super::prelude::*;
use crate::rules::edits;
use crate::shell::RedirectKind;

pub(crate) static RULE: Rule = Rule::new("missing-assume-yes", Group::Packages, Severity::Warning)
    .recommended()
    .aliases(&[
        "hadolint:DL3014 apt", "hadolint:DL3030 yum", "hadolint:DL3034 zypper", "hadolint:DL3038 dnf", "droast:DF015",
        "droast:DF027", "droast:DF043", "trivy:DS-0021", "kics:apt_get_missing_yes_flag_to_avoid_manual_input",
        "kics:apt_get_missing_flags_to_avoid_manual_input", "kics:apt_get_without_yes_flag",
        "kics:y_switch_avoid_manual_input", "kics:yum_install_allows_manual_input",
        "kics:missing_zypper_non_interactive_switch", "kics:missing_flag_from_dnf_install",
        "dockerfilelint:apt-get_missing_param", "semgrep:missing-assume-yes-switch",
        "semgrep:missing-dnf-assume-yes-switch", "semgrep:missing-yum-assume-yes-switch",
    ])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::AssumeYes])
    .page(include_str!("../../../rules/packages/missing-assume-yes.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let mut configured = None;
    for piece in file.facts.runs.iter().flat_map(|run| &run.pieces) {
        let answered = |action: &PackageAction| piece.command_of(action).is_some_and(is_answered);
        for action in piece.deeds.packages.iter().filter(|action| action.asks() && !answered(action)) {
            if *configured.get_or_insert_with(|| is_configured(file.source.text())) {
                return;
            }
            let yes = if action.is(&[Manager::Pacman]) { "--noconfirm" } else { "-y" };
            let call = action.call();
            // Conda takes the end of its input for a yes.
            let severity = if action.is(&[Manager::Conda]) { Severity::Info } else { Severity::Warning };
            findings
                .at(action.verb_span, format!("`{call}` asks before it goes on, and nobody answers in a build"))
                .severity(severity)
                .variant(action.family())
                .fix(format!("Add `{yes}`"), Safety::Safe, edits::add_option(file.source, action, yes));
        }
    }
}

/// Whether the file sets the answer once for all: in a configuration of the manager or in a variable.
fn is_configured(text: &str) -> bool {
    const MARKS: &[&str] =
        &["APT::Get::Assume-Yes \"", "APT::Get::Assume-Yes=", "assumeyes=", "assumeyes =", "always_yes", "ALWAYS_YES"];
    MARKS.iter().any(|mark| text.contains(mark))
        && (text.contains(".conf") || text.to_ascii_lowercase().contains("always_yes"))
}

/// Whether something answers: `yes |` in front, a heredoc or a file as input, `CONDA_ALWAYS_YES=true`.
fn is_answered(command: &Command) -> bool {
    use RedirectKind::{HereString, Heredoc, Read};
    command.is_piped_into()
        || command.redirects.iter().any(|redirect| matches!(redirect.kind, Read | Heredoc | HereString))
        || command.assignments.iter().any(|assignment| assignment.name.contains("ALWAYS_YES"))
}
