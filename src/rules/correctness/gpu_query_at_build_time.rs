//! A question about a GPU that no build has.

use super::super::prelude::*;
use crate::knowledge::tools::{gpu_call, is_gpu_query, is_interpreter};

pub(crate) static RULE: Rule = Rule::new("gpu-query-at-build-time", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["tally:gpu/no-buildtime-gpu-queries"])
    .page(include_str!("../../../rules/correctness/gpu-query-at-build-time.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    for command in run.facts.commands().filter(|command| command.failure_matters()) {
        if let Some((span, what)) = query(command) {
            findings
                .at(span, format!("`{what}` finds no GPU: a build has none"))
                .help("ask when the container starts, which is where `--gpus` gives it one");
        }
    }
}

fn query(command: &Command) -> Option<(Span, &str)> {
    let name = command.name()?;
    if is_gpu_query(name) {
        return Some((command.name_span(), name));
    }
    let code = command.value_of(&["-c"]).filter(|_| is_interpreter(name))?;
    Some((code.span, gpu_call(&code.text)?))
}
