//! A start script that runs the application as its child.

use super::super::prelude::*;
use crate::shell::Wrapper;

pub(crate) static RULE: Rule = Rule::new("entrypoint-without-exec", Group::Runtime, Severity::Info)
    .recommended()
    .workshop()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/runtime/entrypoint-without-exec.md"))
    .checks(&[Check::Start(check)]);

/// The fix is unsafe: what an EXIT trap of a sourced file does would no longer happen.
fn check(view: &StartView<'_>, findings: &mut Findings) {
    let in_script = matches!(view.place, StartPlace::Script(_));
    let in_shell = |command: &Command| command.wrappers.iter().any(Wrapper::is_shell);
    // The shell form has a rule of its own.
    let has_shell = in_script || view.is_exec() && view.commands().iter().all(in_shell);
    let handles = |command: &Command| matches!(command.name(), Some("trap" | "wait"));
    if !has_shell || !view.is_main() || view.under_init() || view.on_windows() || view.commands().iter().any(handles) {
        return;
    }
    let Some(last) = view.piece.script.last().filter(|last| !last.background && last.pipeline.is_none()) else {
        return;
    };
    if last.replaces_shell() || !last.is_application() {
        return;
    }
    // What the script itself runs is the outermost program around the last command: `su user -c app`.
    let outer = last.wrappers.first().filter(|wrapper| in_script && !last.span.encloses(wrapper.span));
    let first = outer.and_then(|wrapper| wrapper.words.first()).unwrap_or(&last.words[0]);
    let span = outer.map_or(last.words_span(), |wrapper| first.span.to(last.span).to(wrapper.span));
    let shown = view.source().slice(first.span);
    let why = if in_script {
        "runs as a child of the shell, which does not pass signals on to it"
    } else {
        "runs behind a shell, which may stay and keep the signals for itself"
    };
    // Where an escape makes the text differ from the file, there is no exact place.
    let exact = shown.trim_matches(['"', '\'']) == &*first.text;
    let wrapped = last.wrappers.iter().map(|wrapper| wrapper.span).filter(|span| last.span.encloses(*span));
    let at = wrapped.map(|span| span.start).chain([span.start]).min().filter(|_| exact);
    findings
        .at(span, format!("{shown} {why}"))
        .help("put `exec` in front, so that the program takes the shell's place")
        .fix("Put `exec` in front", Safety::Unsafe, at.map(|at| Edit::insert(at, "exec ")));
}
