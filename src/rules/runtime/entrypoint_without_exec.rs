//! A start script that runs the application as its child.

use super::super::prelude::*;
use crate::facts::last_command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "entrypoint-without-exec",
    group: Group::Runtime,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/runtime/entrypoint-without-exec.md"),
    checks: &[Check::Start(check)],
};

/// The fix is unsafe: what an EXIT trap of a sourced file does would no longer happen.
fn check(view: &StartView<'_>, findings: &mut Findings) {
    let script = &view.piece.script;
    // The shell form has a rule of its own.
    let has_shell = match view.place {
        StartPlace::Script(_) => true,
        StartPlace::Instruction(startup) => {
            startup.exec
                && script.commands.iter().all(|command| command.wrappers.iter().any(crate::shell::Wrapper::is_shell))
        }
    };
    if !has_shell || !view.is_main() || view.under_init() || view.on_windows() {
        return;
    }
    if script.commands.iter().any(|command| matches!(command.name(), Some("trap" | "wait"))) {
        return;
    }
    let Some(last) = last_command(script).and_then(|index| script.commands.get(index)) else {
        return;
    };
    if last.replaces_shell() || last.background || last.pipeline.is_some() || !last.is_application() {
        return;
    }
    // What the script itself runs is the outermost program around the last command: `su user -c app`.
    let outer = last
        .wrappers
        .first()
        .filter(|wrapper| matches!(view.place, StartPlace::Script(_)) && !last.span.encloses(wrapper.span));
    let first = outer.and_then(|wrapper| wrapper.words.first()).unwrap_or(&last.words[0]);
    let span = outer.map_or(last.words_span(), |wrapper| first.span.to(last.span).to(wrapper.span));
    let shown = view.source().slice(first.span);
    let why = match view.place {
        StartPlace::Script(_) => "runs as a child of the shell, which does not pass signals on to it",
        StartPlace::Instruction(_) => "runs behind a shell, which may stay and keep the signals for itself",
    };
    let finding = findings
        .at(span, format!("{shown} {why}"))
        .help("put `exec` in front, so that the program takes the shell's place");
    // Where an escape makes the text differ from the file, there is no exact place.
    if shown.trim_matches(['"', '\'']) == &*first.text {
        let wrapped = last.wrappers.iter().map(|wrapper| wrapper.span).filter(|span| last.span.encloses(*span));
        let at = wrapped.map(|span| span.start).chain([span.start]).min().unwrap_or(span.start);
        let edit = Edit { span: Span::new(at, at), replacement: "exec ".to_owned() };
        finding.fix("Put `exec` in front", Safety::Unsafe, vec![edit]);
    }
}
