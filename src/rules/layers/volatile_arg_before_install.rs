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

/// A stamp that no build step has used yet.
struct Stamp<'a> {
    name: &'a str,
    span: Span,
    /// The index of its ARG.
    at: usize,
    /// Whether metadata of the image, a LABEL for example, has used it.
    in_metadata: bool,
}

fn check(view: &StageView<'_>, findings: &mut Findings) {
    use Keyword::{Add, Copy, Env, Run, Workdir};
    let mut open: Vec<Stamp<'_>> = Vec::new();
    for step in view.steps() {
        if let Kind::Arg(pairs) = &step.instruction.kind {
            let stamps = pairs.iter().filter(|pair| is_stamp(&pair.name.value)).take(MOST_STAMPS - open.len());
            open.extend(stamps.map(|pair| Stamp {
                name: &pair.name.value,
                span: pair.name.span,
                at: step.index,
                in_metadata: false,
            }));
            continue;
        }
        if open.is_empty() {
            continue;
        }
        let builds = matches!(step.instruction.keyword, Run | Env | Copy | Add | Workdir);
        // What uses it is built anew each time, and all behind it as well.
        open.retain(|stamp| !(builds && step.text().contains(stamp.name)));
        for stamp in &mut open {
            stamp.in_metadata |= step.text().contains(stamp.name);
        }
        let Some(run) = step.run().filter(installs) else { continue };
        let place = run.facts.packages().next().map_or(step.instruction.keyword_span, |action| action.verb_span);
        for Stamp { name, span, at, in_metadata } in open.drain(..) {
            let message = format!("each new value of `{name}` repeats the installation below, which does not use it");
            let finding = findings.at(span, message).label(place, "repeated for nothing");
            if in_metadata {
                finding.help("declare and use it below the installation");
                continue;
            }
            finding.help("declare it just before its first use").fix(
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
