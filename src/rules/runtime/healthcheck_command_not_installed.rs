//! A health check with a program that the image lacks.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("healthcheck-command-not-installed", Group::Runtime, Severity::Warning)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/runtime/healthcheck-command-not-installed.md"))
    .checks(&[Check::File(check)]);

/// How many health checks of one file are looked at: a bound for hostile files.
const MOST: usize = 256;

fn check(file: &File<'_>, findings: &mut Findings) {
    let stages = file.model.stages.iter().filter(|stage| stage.in_image);
    let checks = stages.filter_map(|stage| Some((stage, file.facts.health_check(stage)?)));
    for (stage, startup) in checks.filter(|(stage, startup)| startup.stage == stage.index).take(MOST) {
        for command in &startup.piece.script.commands {
            let Some(name) = command.name() else { continue };
            if file.facts.has_tool(file.model, stage, name) == Some(false) {
                findings
                    .at(command.name_span(), format!("{name} is not in the image, so the health check always fails"))
                    .help(format!("install {name}, or ask the service with a program that is there"));
            }
        }
    }
}
