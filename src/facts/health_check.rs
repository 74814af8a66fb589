//! What the status of a health check says.

use crate::shell::{Command, Joint, Script};

/// The commands of a check that are run for their status: neither in a substitution nor in a function.
pub fn checked_commands(script: &Script) -> Vec<&Command> {
    script.commands.iter().filter(|command| !command.substitution && command.in_function.is_none()).collect()
}

/// Whether a command succeeds whatever happened before it.
pub fn always_succeeds(command: &Command) -> bool {
    match command.name() {
        Some("true" | ":" | "echo" | "printf" | "tee" | "cat" | "head" | "tail") => !command.negated,
        Some("exit") => command.words.get(1).is_some_and(|status| status.is("0")),
        _ => false,
    }
}

/// A `curl` on whose status alone the check depends, and which succeeds when the server answers with an error.
pub fn curl_without_fail<'a>(script: &Script, checked: &[&'a Command]) -> Option<&'a Command> {
    // What is behind a pipe or looks at the output decides for itself.
    let [curl, rest @ ..] = checked else { return None };
    let only_exits = rest.iter().all(|command| command.name() == Some("exit") && command.joined_by == Joint::Or);
    let plain = script.pipelines.is_empty() && only_exits && !curl.negated;
    let fails = |word: &str| {
        ["--fail", "--unix-socket", "telnet:"].iter().any(|start| word.starts_with(start)) || word.contains("http_code")
    };
    let asks = curl.has_letter('f') || curl.arguments().iter().any(|word| fails(&word.text));
    (plain && curl.name() == Some("curl") && !asks).then_some(*curl)
}
