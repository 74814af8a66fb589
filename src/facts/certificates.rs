//! Commands that do not check the certificates of those whom they talk to.

use crate::knowledge::trust::{names_local_host, tls_switches, variable_skips_tls};
use crate::shell::Command;
use crate::source::Span;

/// The variables and words of a command that switch the check of certificates off: where each stands, and its text. Nobody
/// listens between a container and itself.
pub fn unchecked_certificates(command: &Command) -> impl Iterator<Item = (Span, &str)> {
    let variables = command.assignments.iter().filter_map(|assignment| {
        let value = assignment.value.as_ref().map_or("", |value| &*value.text);
        variable_skips_tls(&assignment.name, value).then_some((assignment.span, &*assignment.name))
    });
    variables.chain(switch(command))
}

fn switch(command: &Command) -> Option<(Span, &str)> {
    let switches = tls_switches(command.name()?)?;
    let arguments: Vec<&str> = command.arguments().iter().map(|word| &*word.text).collect();
    let word = command.arguments().get(switches.position(&arguments)?)?;
    let local = arguments.iter().any(|word| names_local_host(word));
    (!local).then_some((word.span, &*word.text))
}
