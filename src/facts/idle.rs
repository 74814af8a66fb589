//! Commands that do nothing but pass the time.

use crate::shell::{Command, LoopKind, Script};
use crate::source::Span;

/// Whether a command waits forever: `tail -f`, `sleep infinity`.
pub fn waits_forever(command: &Command) -> bool {
    let words = command.arguments();
    match command.name() {
        Some("tail") => {
            let follows = command.has_letter('f')
                || command.has_letter('F')
                || words.iter().any(|word| word.text.starts_with("--follow"));
            follows && !words.iter().any(|word| word.text.starts_with("--pid"))
        }
        // More than a year is meant as forever.
        Some("sleep") => words.first().is_some_and(|time| {
            matches!(&*time.text, "infinity" | "inf" | "infinite")
                || time.text.len() > 7 && time.text.bytes().all(|byte| byte.is_ascii_digit())
        }),
        _ => false,
    }
}

/// Whether a command is a shell without a script.
pub fn is_bare_shell(command: &Command) -> bool {
    matches!(command.name(), Some("bash" | "sh" | "ash" | "zsh"))
        && command.arguments().iter().all(|word| matches!(&*word.text, "-l" | "-i" | "--login"))
}

/// A loop without end at the end of a text that only sleeps.
pub fn endless_sleep(script: &Script) -> Option<Span> {
    let top = |(_, command): &(usize, &Command)| !command.substitution && command.in_function.is_none();
    let (index, last) = script.commands.iter().enumerate().rfind(top)?;
    let around = script.loops.get(last.in_loop?)?;
    let condition = script.commands.get(around.condition.clone())?;
    let endless =
        around.kind == LoopKind::While && condition.iter().all(|command| matches!(command.name(), Some("true" | ":")));
    let body = script.commands.get(around.body.clone())?;
    let idle = body.iter().all(|command| matches!(command.name(), Some("sleep" | "echo" | "date" | "true" | ":")));
    (endless && idle && !last.background && around.body.contains(&index)).then_some(around.span)
}
