//! A build stamp in front of work that does not depend on it.

use super::super::prelude::*;
use crate::facts::is_script_name;
use crate::knowledge::tools::{is_build_command, is_volatile_argument};
use crate::rules::edits::move_argument_down;

pub(crate) static RULE: Rule = Rule::new("volatile-arg-before-install", Group::Layers, Severity::Info)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/layers/volatile-arg-before-install.md"))
    .checks(&[Check::Stage(check)]);

/// How many stamps are followed at a time: a bound for hostile files.
const MOST_STAMPS: usize = 16;

fn check(view: &StageView<'_>, findings: &mut Findings) {
    use Keyword::{Add, Copy, Env, Run, Workdir};
    // Stamps declared so far that nothing has used yet, with the instruction.
    let mut open: Vec<(&str, Span, usize)> = Vec::new();
    for step in view.steps() {
        if let Kind::Arg(pairs) = &step.instruction.kind {
            let stamps = pairs.iter().filter(|pair| is_stamp(&pair.name.value)).take(MOST_STAMPS - open.len());
            open.extend(stamps.map(|pair| (&*pair.name.value, pair.name.span, step.index)));
            continue;
        }
        if open.is_empty() {
            continue;
        }
        let builds = matches!(step.instruction.keyword, Run | Env | Copy | Add | Workdir);
        // What uses it is built anew each time, and all behind it as well.
        open.retain(|(name, ..)| !(builds && step.text().contains(name)));
        let Some(run) = step.run().filter(installs) else { continue };
        let place = run.facts.packages().next().map_or(step.instruction.keyword_span, |action| action.verb_span);
        for (name, span, at) in open.drain(..) {
            findings
                .at(span, format!("each new value of `{name}` repeats the installation below, which does not use it"))
                .label(place, "repeated for nothing")
                .help("declare it just before its first use")
                .fix(
                    format!("Move `{name}` to its first use"),
                    Safety::Unsafe,
                    move_argument_down(view, at, name).unwrap_or_default(),
                );
        }
    }
}

/// `SOURCE_DATE_EPOCH` is read by the builder and by compilers, to make builds alike.
fn is_stamp(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower != "source_date_epoch" && is_volatile_argument(&lower)
}

/// Whether a RUN installs packages and runs nothing that may read its environment unseen.
fn installs(run: &Run<'_>) -> bool {
    use Verb::{Install, Sync, Update, Upgrade};
    let unseen = |command: &Command| {
        command.name().is_none_or(|name| is_build_command(name) || is_script_name(name)) && !command.words.is_empty()
    };
    run.facts.packages().any(|action| matches!(action.verb, Install | Sync | Upgrade | Update))
        && !run.facts.commands().any(unseen)
}
