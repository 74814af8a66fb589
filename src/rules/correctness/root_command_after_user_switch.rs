//! Work of root after USER has left root.

use super::super::prelude::*;
use crate::facts::Given;
use crate::facts::privileges::is_root;
use crate::model::Setting;

pub(crate) static RULE: Rule = Rule::new("root-command-after-user-switch", Group::Correctness, Severity::Warning)
    .recommended()
    .page(include_str!("../../../rules/correctness/root-command-after-user-switch.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let as_somebody = |step: Step<'_>| somebody(&step).is_some();
    if view.is_windows() || !view.steps().any(as_somebody) {
        return;
    }
    let mut given = Given::at_start(view.file.model, view.stage);
    for step in view.steps() {
        if let Some(run) = step.run() {
            report(&run, &given, findings);
        }
        given.add(step.instruction, step.run().map(|run| run.facts), &step.site());
    }
}

/// The user other than root that an instruction finds, as far as it is known.
fn somebody<'a>(step: &Step<'a>) -> Option<(&'a Setting, &'a str)> {
    let user = step.state.user.as_deref()?;
    user.value.as_known().filter(|name| !is_root(name)).map(|name| (user, name))
}

fn report(run: &Run<'_>, given: &Given, findings: &mut Findings) {
    let source = run.step.file.source;
    let Some((user, name)) = somebody(&run.step) else { return };
    let foreign = || {
        let span = run.facts.foreign_write(given, &run.step.site())?;
        Some((span, format!("writing to `{}`", source.slice(span))))
    };
    let Some((span, what)) = run.facts.needs_root().or_else(foreign) else { return };
    // As it is written: a long value that many commands share stays out of the messages.
    let name = if user.span.is_empty() { name } else { source.slice(user.span) };
    let finding = findings
        .at(span, format!("{what} needs root, and `{name}` runs it"))
        .help("do it before USER, or go back with USER root first");
    if !user.span.is_empty() {
        finding.label(user.span, "the user is set here");
    }
}
