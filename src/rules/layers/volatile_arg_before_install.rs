//! A build stamp in front of work that does not depend on it.

use super::super::prelude::*;
use crate::facts::{PackageAction, is_script_name};
use crate::knowledge::package_managers::Verb;
use crate::knowledge::tools::{is_build_command, is_volatile_argument};
use crate::rules::edits::insert;
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "volatile-arg-before-install",
    group: Group::Layers,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &[],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/layers/volatile-arg-before-install.md"),
    checks: &[Check::Stage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let source = view.file.source;
    // Stamps declared so far that nothing has used yet, with the instruction.
    let mut open: Vec<(&str, Span, usize)> = Vec::new();
    for step in view.steps() {
        if let Kind::Arg(pairs) = &step.instruction.kind {
            for pair in pairs.iter().filter(|pair| is_stamp(&pair.name.value)).take(MOST_STAMPS - open.len()) {
                open.push((&pair.name.value, pair.name.span, step.index));
            }
            continue;
        }
        if open.is_empty() {
            continue;
        }
        let text = source.slice(step.instruction.span);
        let builds = matches!(
            step.instruction.keyword,
            Keyword::Run | Keyword::Env | Keyword::Copy | Keyword::Add | Keyword::Workdir
        );
        // What uses it is built anew each time, and all behind it as well.
        open.retain(|(name, ..)| !(builds && text.contains(name)));
        let Some(run) = step.run().filter(installs) else { continue };
        for (name, span, at) in open.drain(..) {
            let place = run.facts.packages().next().map_or(step.instruction.keyword_span, |action| action.verb_span);
            let finding = findings
                .at(span, format!("each new value of `{name}` repeats the installation below, which does not use it"))
                .label(place, "repeated for nothing")
                .help("declare it just before its first use");
            if let Some(edits) = move_down(view, at, name) {
                finding.fix(format!("Move `{name}` to its first use"), Safety::Unsafe, edits);
            }
        }
    }
}

/// How many stamps are followed at a time: a bound for hostile files.
const MOST_STAMPS: usize = 16;

/// `SOURCE_DATE_EPOCH` is read by the builder and by compilers, to make builds alike.
fn is_stamp(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower != "source_date_epoch" && is_volatile_argument(&lower)
}

/// Whether a RUN installs packages and runs nothing that may read its environment unseen.
fn installs(run: &Run<'_>) -> bool {
    let fetches =
        |action: &PackageAction| matches!(action.verb, Verb::Install | Verb::Sync | Verb::Upgrade | Verb::Update);
    let unseen = |command: &Command| {
        command.name().is_none_or(|name| is_build_command(name) || is_script_name(name)) && !command.words.is_empty()
    };
    run.facts.packages().any(fetches) && !run.facts.commands().any(unseen)
}

/// Cuts the ARG and puts it in front of the instruction that uses it first. `None` where nothing does, or it shares a line.
fn move_down(view: &StageView<'_>, at: usize, name: &str) -> Option<Vec<Edit>> {
    let source = view.file.source;
    let declared = view.file.dockerfile.instructions.get(at)?;
    let Kind::Arg(pairs) = &declared.kind else { return None };
    let behind = (at + 1..view.stage.instructions.end).take(MOST_STEPS);
    let mut steps = behind.filter_map(|index| view.step(index));
    let first = steps
        .find(|step| step.instruction.keyword != Keyword::Arg && source.slice(step.instruction.span).contains(name))?;
    if pairs.len() != 1 || first.index == at + 1 {
        return None;
    }
    let start = view.file.lines_of(first.instruction.span).start;
    let cut = Edit { span: view.file.lines_of(declared.span), replacement: String::new() };
    Some(vec![cut, insert(start, format!("{}\n", source.slice(declared.span)))])
}

/// How far a use is looked for: a bound for hostile files.
const MOST_STEPS: usize = 256;
