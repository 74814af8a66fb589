//! A main process that does nothing but keep the container running.

use super::super::prelude::*;
use crate::facts::{last_command, services};
use crate::knowledge::base_images::Purpose;
use crate::shell::{Command, LoopKind, Script};

/// The rule.
pub static RULE: Rule = Rule {
    name: "keep-alive-command",
    group: Group::Runtime,
    severity: Severity::Info,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::None,
    page: include_str!("../../../rules/runtime/keep-alive-command.md"),
    checks: &[Check::Start(check)],
};

const HELP: &str = "let the application itself be the main process, in the foreground";

fn check(view: &StartView<'_>, findings: &mut Findings) {
    if !view.is_main() || is_workplace(view) {
        return;
    }
    let script = &view.piece.script;
    let Some(last) = last_command(script).and_then(|index| script.commands.get(index)) else {
        if let Some(span) = endless_sleep(script) {
            findings.at(span, "the main process is a loop that sleeps").help(HELP);
        }
        return;
    };
    if last.pipeline.is_some() || last.background {
        return;
    }
    let shell = matches!(last.name(), Some("bash" | "sh" | "ash" | "zsh"))
        && last.words.iter().skip(1).all(|word| matches!(&*word.text, "-l" | "-i" | "--login"));
    if keeps_alive(last) || shell && !services(view.piece).is_empty() {
        let text = last.texts().join(" ");
        findings.at(last.words_span(), format!("the main process is `{text}`, which does nothing")).help(HELP);
    }
}

fn keeps_alive(command: &Command) -> bool {
    let words = command.texts();
    match command.name() {
        Some("tail") => {
            let follows = |word: &&str| {
                word.starts_with("--follow")
                    || word.starts_with('-') && !word.starts_with("--") && word.contains(['f', 'F'])
            };
            words.iter().skip(1).any(follows) && !words.iter().any(|word| word.starts_with("--pid"))
        }
        // More than a year is meant as forever.
        Some("sleep") => words.get(1).is_some_and(|time| {
            matches!(*time, "infinity" | "inf" | "infinite")
                || time.len() > 7 && time.bytes().all(|byte| byte.is_ascii_digit())
        }),
        _ => false,
    }
}

/// The keyword of a last loop that only sleeps.
fn endless_sleep(script: &Script) -> Option<Span> {
    let (index, last) = script
        .commands
        .iter()
        .enumerate()
        .rfind(|(_, command)| !command.substitution && command.in_function.is_none())?;
    let around = script.loops.get(last.in_loop?)?;
    let condition = script.commands.get(around.condition.clone())?;
    let endless =
        around.kind == LoopKind::While && condition.iter().all(|command| matches!(command.name(), Some("true" | ":")));
    let body = script.commands.get(around.body.clone())?;
    let idle = body.iter().all(|command| matches!(command.name(), Some("sleep" | "echo" | "date" | "true" | ":")));
    (endless && idle && !last.background && around.body.contains(&index)).then_some(around.span)
}

/// Whether somebody works in the container, so that it must stay whatever happens: for development, debugging or CI.
fn is_workplace(view: &StartView<'_>) -> bool {
    const WORDS: &[&str] =
        &["dev", "debug", "test", "ci", "build", "builder", "shell", "tools", "workspace", "sandbox"];
    let purpose = view.file.model.base_image(view.stage).map(|base| base.purpose);
    let named = |text: &str| {
        text.to_ascii_lowercase()
            .split(|c: char| !c.is_ascii_alphanumeric())
            .any(|part| WORDS.contains(&part) || part.starts_with("devel") || part.starts_with("devcontainer"))
    };
    matches!(purpose, Some(Purpose::Development | Purpose::ContinuousIntegration))
        || view.stage.name.as_deref().is_some_and(named)
        || view.file.source.path().to_string_lossy().contains("devcontainer")
        || view.file.source.path().file_name().is_some_and(|name| named(&name.to_string_lossy()))
        || view.stage.base_text.prefix().contains("devcontainer")
}
