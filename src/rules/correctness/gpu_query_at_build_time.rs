//! A question about a GPU that no build has.

use super::super::prelude::*;
use crate::knowledge::tools::{is_gpu_query, is_interpreter};

pub(crate) static RULE: Rule = Rule::new("gpu-query-at-build-time", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["tally:gpu/no-buildtime-gpu-queries"])
    .page(include_str!("../../../rules/correctness/gpu-query-at-build-time.md"))
    .checks(&[Check::Run(check)]);

/// What Python asks.
const CALLS: &[&str] = &["torch.cuda.is_available(", "torch.cuda.device_count(", "torch.cuda.get_device_name("];

fn check(run: &Run<'_>, findings: &mut Findings) {
    for command in run.facts.commands().filter(|command| !command.guarded && command.or_else.is_none()) {
        let Some(name) = command.name() else { continue };
        let inline = || {
            let asks = |text: &str| CALLS.iter().find(|call| text.contains(**call));
            let behind = command.words.windows(2).find(|pair| pair[0].is("-c"))?.get(1)?;
            is_interpreter(name).then_some(())?;
            Some((behind.span, asks(&behind.text)?.trim_end_matches('(')))
        };
        let found = if is_gpu_query(name) { command.words.first().map(|word| (word.span, name)) } else { inline() };
        if let Some((span, what)) = found {
            findings
                .at(span, format!("`{what}` finds no GPU: a build has none"))
                .help("ask when the container starts, which is where `--gpus` gives it one");
        }
    }
}
