//! `sudo` in a build, where everything is root already.

use super::super::prelude::*;
use crate::facts::privileges::is_workplace;
use crate::model::Base;
use crate::shell::Wrapper;

pub(crate) static RULE: Rule = Rule::new("sudo-in-run", Group::Security, Severity::Warning)
    .recommended()
    .aliases(&[
        "hadolint:DL3004", "droast:DF010", "checkov:CKV2_DOCKER_1", "trivy:DS-0010", "kics:run_using_sudo",
        "dockerfilelint:sudo_usage", "dockerfile_lint:no_run_with_sudo", "semgrep:no-sudo-in-dockerfile",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/security/sudo-in-run.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    let model = run.step.file.model;
    if run.step.stage.is_some_and(|stage| is_workplace(model, stage)) {
        return;
    }
    let root = run.step.is_root();
    // The base image that is not known may have another user, who is allowed to.
    let unknown = !root && run.step.stage.is_some_and(|stage| matches!(model.root(stage).base, Base::Unknown));
    // A trigger runs as whatever user the image ends with.
    let unknown = unknown || run.facts.onbuild;
    for command in run.facts.commands() {
        for (number, wrapper) in command.wrappers.iter().enumerate().filter(|(_, wrapper)| is_sudo_to_root(wrapper)) {
            let [word, options @ ..] = wrapper.words.as_slice() else { continue };
            let inner = command.wrappers.get(number + 1).map(|wrapper| wrapper.span);
            let next = inner.or(command.words.first().map(|word| word.span));
            let plain = root && options.is_empty() && command.assignments.is_empty();
            findings
                .at(word.span, "a build has no use for `sudo`")
                .severity(if unknown { Severity::Info } else { Severity::Warning })
                .help("switch with `USER root` in front, and back behind")
                .fix(
                    "Remove `sudo`",
                    Safety::Unsafe,
                    next.filter(|_| plain).map(|next| Edit::delete(Span::new(word.span.start, next.start))),
                );
        }
    }
}

/// Away from root is what sudo is good for.
fn is_sudo_to_root(wrapper: &Wrapper) -> bool {
    let switches = |text: &str| text.starts_with("-u") || text.starts_with("--user");
    &*wrapper.name == "sudo" && !wrapper.words.iter().skip(1).any(|option| switches(&option.text))
}
