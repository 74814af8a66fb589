//! Files that belong to root although the process does not run as root.

use super::super::prelude::*;
use crate::facts::Writes;
use crate::facts::modes::may_open;
use crate::facts::paths::is_written_at_run_time;
use crate::facts::privileges::is_root;
use crate::knowledge::files::is_code;

pub(crate) static RULE: Rule = Rule::new("copy-after-user-without-chown", Group::Runtime, Severity::Info)
    .recommended()
    .aliases(&[
        "tally:copy-after-user-without-chown", "tally:ruby/state-paths-not-writable-as-non-root",
        "kics:chown_flag_exists",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/runtime/copy-after-user-without-chown.md"))
    .checks(&[Check::StageInImage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if view.is_windows() {
        return;
    }
    let steps: Vec<Step<'_>> = view.steps().collect();
    // From the end: what a later RUN gives to somebody.
    let mut changed = Writes::default();
    let mut found = Vec::new();
    for step in steps.iter().rev() {
        if let Some(run) = step.run() {
            for written in run.facts.writes(&step.site()).iter().filter(|written| !written.made) {
                changed.add(&written.path, written.span);
            }
        } else if let Some((user, span)) = leaves_to_root(step, &changed) {
            found.push((step.instruction, user, span));
        }
    }
    for (instruction, user, span) in found.into_iter().rev() {
        let keyword = instruction.keyword.name();
        // As it is written: a long value that many instructions share stays out of the messages.
        let name = view.file.source.slice(user);
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.:${}".contains(&byte));
        let option = format!(" --chown={name}");
        findings
            .at(span, format!("what is copied here belongs to root, and `{name}` cannot write to it"))
            .label(user, "the user is set here")
            .help(format!(
                "write {keyword}{option} if the application writes here; code that it only reads is safer with root"
            ))
            .fix(
                format!("Insert `{}`", option.trim_start()),
                Safety::Unsafe,
                plain.then(|| Edit::insert(instruction.keyword_span.end, option)),
            );
    }
}

/// The user in force and the destination, where COPY or ADD leaves to root what the user is likely to write to.
fn leaves_to_root(step: &Step<'_>, changed: &Writes) -> Option<(Span, Span)> {
    let transfer = step.instruction.kind.transfer()?;
    let user = step.state.user.as_ref().filter(|user| user.at.is_some())?;
    let given = step.instruction.flag("chown").is_some()
        || step.instruction.flag_value("chmod").is_some_and(|mode| may_open(&mode.value));
    if is_root(user.value.as_known()?) || given || transfer.sources.iter().all(|source| is_code(&source.value)) {
        return None;
    }
    let site = step.site();
    let path = site.path(&transfer.destination.value, site.directory())?;
    let written = is_written_at_run_time(&path, site.directory()) && changed.hit(&path).is_none();
    written.then_some((user.span, transfer.destination.span))
}
