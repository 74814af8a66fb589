//! `sudo` in a build, where everything is root already.

use super::super::prelude::*;
use crate::facts::privileges::{is_root, is_workplace};

/// The rule.
pub static RULE: Rule = Rule {
    name: "sudo-in-run",
    group: Group::Security,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &[
        "hadolint:DL3004", "droast:DF010", "checkov:CKV2_DOCKER_1", "trivy:DS-0010", "kics:run_using_sudo",
        "dockerfilelint:sudo_usage", "dockerfile_lint:no_run_with_sudo", "semgrep:no-sudo-in-dockerfile",
    ],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/security/sudo-in-run.md"),
    checks: &[Check::Run(check)],
};

fn check(run: &Run<'_>, findings: &mut Findings) {
    let model = run.step.file.model;
    let workplace = run.step.stage.is_some_and(|stage| is_workplace(model, stage));
    let root = match &run.step.state.user {
        Some(user) => user.value.as_known().is_some_and(is_root),
        None => run.step.stage.is_some_and(|stage| model.base_image(stage).is_some()),
    };
    for command in run.facts.commands() {
        for (index, wrapper) in command.wrappers.iter().enumerate().filter(|(_, wrapper)| &*wrapper.name == "sudo") {
            let Some((word, options)) = wrapper.words.split_first() else { continue };
            // Away from root is what sudo is good for.
            let switches =
                options.iter().any(|option| option.text.starts_with("-u") || option.text.starts_with("--user"));
            if workplace || switches {
                continue;
            }
            let finding = findings
                .at(word.span, "a build has no use for `sudo`")
                .help("switch with `USER root` in front, and back behind");
            let next = command
                .wrappers
                .get(index + 1)
                .map(|wrapper| wrapper.span.start)
                .or_else(|| command.words.first().map(|word| word.span.start));
            if let Some(end) = next.filter(|_| root && options.is_empty() && command.assignments.is_empty()) {
                let edit = Edit { span: Span::new(word.span.start, end), replacement: String::new() };
                finding.fix("Remove `sudo`", Safety::Unsafe, vec![edit]);
            }
        }
    }
}
