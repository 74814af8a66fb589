//! A health check with a program that the image lacks.

use std::collections::BTreeSet;

use super::super::prelude::*;
use crate::facts::Health;

/// The rule.
pub static RULE: Rule = Rule {
    name: "healthcheck-command-not-installed",
    group: Group::Runtime,
    severity: Severity::Warning,
    recommended: true,
    workshop: true,
    aliases: &[],
    fix: FixKind::None,
    page: include_str!("../../../rules/runtime/healthcheck-command-not-installed.md"),
    checks: &[Check::File(check)],
};

/// How many health checks of one file are looked at: a bound for hostile files.
const MOST: usize = 256;

fn check(file: &File<'_>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    let images = file.model.stages.iter().filter(|stage| stage.in_image);
    for (stage, number) in images.filter_map(|stage| match file.facts.ending(stage).healthcheck {
        Health::Check(number) => Some((stage, number)),
        _ => None,
    }) {
        let Some(startup) = file.facts.startups.get(number).filter(|startup| startup.stage == stage.index) else {
            continue;
        };
        if seen.len() >= MOST || !seen.insert(number) {
            continue;
        }
        for command in &startup.piece.script.commands {
            let Some(name) = command.name() else { continue };
            if file.facts.has_tool(file.model, stage, name) == Some(false) {
                findings
                    .at(command.words[0].span, format!("{name} is not in the image, so the health check always fails"))
                    .help(format!("install {name}, or ask the service with a program that is there"));
            }
        }
    }
}
