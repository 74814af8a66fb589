//! A package that is named twice.

use super::super::prelude::*;
use crate::facts::{PackageAction, Piece};
use crate::knowledge::package_managers::{Manager, Verb};
use crate::rules::edits;
use std::collections::HashMap;

/// The rule.
pub static RULE: Rule = Rule {
    name: "duplicate-package",
    group: Group::Packages,
    severity: Severity::Info,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::Safe,
    page: include_str!("../../../rules/packages/duplicate-package.md"),
    checks: &[Check::Stage(check)],
};

/// Where a package was named first: in which RUN, in which call, at which place.
type First = (usize, usize, Span);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let mut seen: HashMap<(Manager, Box<str>), First> = HashMap::new();
    for run in view.steps().filter_map(|step| step.run()) {
        // What is removed by other means may be installed again as well.
        if run.facts.commands().any(|command| command.name() == Some("dpkg") && command.words.len() > 2) {
            seen.clear();
        }
        for piece in &run.facts.pieces {
            for action in
                piece.deeds.packages.iter().filter(|action| action.manager.system || action.verb == Verb::Install)
            {
                match action.verb {
                    Verb::Install if is_unconditional(piece, action) => {
                        call(&run, action, &mut seen, findings);
                    }
                    Verb::Install => alone(&run, action, findings),
                    // What is removed may be installed again.
                    Verb::Remove => seen.clear(),
                    _ => {}
                }
            }
        }
    }
}

/// Compares a call with itself and, for packages of the system, with the calls before it.
fn call(
    run: &Run<'_>,
    action: &PackageAction,
    seen: &mut HashMap<(Manager, Box<str>), First>,
    findings: &mut Findings,
) {
    let apart = !action.manager.system || is_special(action);
    if apart {
        return alone(run, action, findings);
    }
    for (number, package) in action.packages.iter().enumerate().filter(|(_, package)| !package.variable) {
        let here = (run.step.index, action.command, package.span);
        let key = (action.manager.manager, package.text.clone());
        match seen.get(&key) {
            Some(first) => report(run, action, number, *first, findings),
            None => _ = seen.insert(key, here),
        }
    }
}

/// Compares a call with itself alone.
fn alone(run: &Run<'_>, action: &PackageAction, findings: &mut Findings) {
    let mut seen: HashMap<&str, Span> = HashMap::new();
    for (number, package) in action.packages.iter().enumerate().filter(|(_, package)| !package.variable) {
        match seen.get(&*package.text) {
            Some(span) => {
                report(run, action, number, (run.step.index, action.command, *span), findings);
            }
            None => _ = seen.insert(&package.text, package.span),
        }
    }
}

fn report(run: &Run<'_>, action: &PackageAction, number: usize, first: First, findings: &mut Findings) {
    let package = &action.packages[number];
    let same_run = first.0 == run.step.index;
    let message = if same_run { "is named twice" } else { "is already installed by an earlier RUN" };
    let mut finding = findings.at(package.span, format!("`{}` {message}", package.text)).label(first.2, "first here");
    if !same_run {
        finding = finding.severity(Severity::Style);
    }
    // The call must keep a package, and only blanks may go with the word.
    let before = number.checked_sub(1).map(|before| action.packages[before].span);
    if let Some(gap) = before.map(|before| Span::new(before.end, package.span.start))
        && edits::is_blank_gap(run.step.file.source, gap)
    {
        finding.fix(
            "Delete the repetition",
            Safety::Safe,
            vec![Edit { span: gap.to(package.span), replacement: String::new() }],
        );
    }
}

/// Options with which the same package is not the same thing: a group that is removed later, another root, another release.
fn is_special(action: &PackageAction) -> bool {
    action.has_flag(&[
        "--virtual", "-t", "--root", "-p", "--installroot", "--reinstall", "--target-release", "-d", "--download-only",
    ]) || matches!(&*action.verb_text, "build-dep" | "swap" | "reinstall" | "downgrade" | "fix")
}

/// Whether the call runs whatever happens before it.
fn is_unconditional(piece: &Piece, action: &PackageAction) -> bool {
    piece.script.commands.get(action.command).is_some_and(|command| {
        !command.conditional
            && !command.guarded
            && command.joined_by != crate::shell::Joint::Or
            && command.in_function.is_none()
    })
}
