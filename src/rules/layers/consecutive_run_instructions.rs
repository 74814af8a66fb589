//! A RUN that could be part of the one directly above it.

use super::super::prelude::*;
use crate::dockerfile::Command as Form;
use crate::knowledge::package_managers::manager;
use crate::knowledge::tools::is_cheap;
use crate::rules::{edits, joins};

pub(crate) static RULE: Rule = Rule::new("consecutive-run-instructions", Group::Layers, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&[
        "hadolint:DL3059 plain", "hadolint:DL3059 hadolint-only", "droast:DF003", "tally:prefer-run-heredoc",
        "kics:multiple_run_add_copy_instructions_listed",
    ])
    .fix(FixKind::Safe)
    .may_change(&[Freedom::JoinedRuns])
    .page(include_str!("../../../rules/layers/consecutive-run-instructions.md"))
    .checks(&[Check::Stage(check)]);

/// A RUN of more commands than this is left alone.
const FEW: usize = 2;

/// Behind a RUN of more commands than this as well.
const MANY: usize = 10;

/// A RUN of more text than this, in bytes, is left alone as well.
const SHORT: u32 = 160;

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let mut last: Option<Run<'_>> = None;
    for step in view.steps() {
        let before = std::mem::replace(&mut last, step.run());
        let (Some(first), Some(second)) = (&before, &last) else { continue };
        if !edits::flags(&first.step).eq(edits::flags(&step)) {
            continue;
        }
        let (span, message) =
            (step.instruction.keyword_span, "this RUN directly follows another and makes a layer of its own");
        if view.stage.in_image && is_worth_joining(first, second) {
            findings.at(span, message).variant("plain").help("join both with `&&`").fix(
                "Join with the RUN before",
                Safety::Safe,
                joins::join(first, second).unwrap_or_default(),
            );
        } else if is_single(first) && is_single(second) {
            // hadolint does not ask what the layer is worth.
            findings.at(span, message).variant("hadolint-only");
        }
    }
}

fn is_single(run: &Run<'_>) -> bool {
    run.facts.commands().take(2).count() == 1
}

fn is_worth_joining(first: &Run<'_>, second: &Run<'_>) -> bool {
    let plain = |run: &Run<'_>| matches!(run.step.instruction.kind, Kind::Run(Some(Form::Shell(_)))) && run.is_plain();
    plain(first) && plain(second) && (is_small(first, second) || same_manager(first, second))
}

/// At most two short commands that need no time, behind a RUN that is no long build: that one is better cached alone.
fn is_small(first: &Run<'_>, run: &Run<'_>) -> bool {
    // `chown -R` is another rule's business, which asks for another cure.
    let recursive = |command: &Command| {
        matches!(command.name(), Some("chown" | "chmod")) && command.has_argument(&["-R", "--recursive"])
    };
    let cheap = |command: &Command| command.name().is_some_and(is_cheap) && !recursive(command);
    let count = run.facts.commands().take(FEW + 1).count();
    let long = first.facts.commands().take(MANY + 1).count() > MANY;
    !long
        && (1..=FEW).contains(&count)
        && run.facts.commands().take(FEW).all(cheap)
        && run.step.instruction.span.len() <= SHORT
}

/// Both install with the same package manager of the system, and the second does nothing else that takes time: a layer of
/// dependencies in front of a long build is worth keeping.
fn same_manager(first: &Run<'_>, second: &Run<'_>) -> bool {
    const BESIDE: &[&str] = &["set", "rm", "true", ":"];
    let manages = |command: &Command| {
        command.name().is_some_and(|name| BESIDE.contains(&name) || manager(name).is_some_and(|row| row.system))
    };
    let installs = |action: &&PackageAction| {
        action.manager.system && matches!(action.verb, Verb::Install | Verb::Update | Verb::Upgrade)
    };
    let mut of_first = first.facts.packages().filter(|action| action.installs_system());
    let of_second = second.facts.packages().find(installs);
    of_second.is_some_and(|second| of_first.any(|first| first.is(&[second.manager.manager])))
        && second.facts.commands().all(manages)
}
