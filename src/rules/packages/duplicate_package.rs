//! A package that is named twice.

use foldhash::HashMap;

use super::super::prelude::*;
use crate::facts::Package;
use crate::rules::edits;

pub(crate) static RULE: Rule = Rule::new("duplicate-package", Group::Packages, Severity::Info)
    .recommended()
    .workshop()
    .fix(FixKind::Safe)
    .may_change(&[Freedom::RepeatedPackages])
    .page(include_str!("../../../rules/packages/duplicate-package.md"))
    .checks(&[Check::Stage(check)]);

/// Where each package was named first: in which RUN, at which place.
type Seen = HashMap<(Manager, Box<str>), (usize, Span)>;

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let mut seen = Seen::default();
    for run in view.runs() {
        // What is removed by other means may be installed again as well.
        if run.facts.commands().any(|command| command.name() == Some("dpkg") && command.words.len() > 2) {
            seen.clear();
        }
        for piece in &run.facts.pieces {
            for action in &piece.deeds.packages {
                let certain = piece.command_of(action).is_some_and(Command::is_unconditional);
                match action.verb {
                    Verb::Install if certain && action.manager.system && !action.installs_apart() => {
                        call(&run, action, &mut seen, findings);
                    }
                    // Compared with itself alone.
                    Verb::Install => call(&run, action, &mut Seen::default(), findings),
                    // What is removed may be installed again.
                    Verb::Remove if action.manager.system => seen.clear(),
                    _ => {}
                }
            }
        }
    }
}

/// Compares the packages of a call with each other and with what was named before.
fn call(run: &Run<'_>, action: &PackageAction, seen: &mut Seen, findings: &mut Findings) {
    let mut before: Option<&Package> = None;
    for package in &action.packages {
        let here = (run.step.index, package.span);
        let key = (action.manager.manager, package.text.clone());
        match seen.get(&key) {
            _ if package.variable => {}
            Some((at, first)) => report(run, package, before, (*at, *first), findings),
            None => _ = seen.insert(key, here),
        }
        before = Some(package);
    }
}

fn report(run: &Run<'_>, package: &Package, before: Option<&Package>, first: (usize, Span), findings: &mut Findings) {
    let same_run = first.0 == run.step.index;
    let message = if same_run { "is named twice" } else { "is already installed by an earlier RUN" };
    // The call must keep a package, and only blanks may go with the word.
    let gap = before.map(|before| Span::new(before.span.end, package.span.start));
    let gap = gap.filter(|gap| edits::is_blank_gap(run.step.file.source, *gap));
    findings
        .at(package.span, format!("`{}` {message}", package.text))
        .label(first.1, "first here")
        .severity(if same_run { Severity::Info } else { Severity::Style })
        .fix("Delete the repetition", Safety::Safe, gap.map(|gap| Edit::delete(gap.to(package.span))));
}
