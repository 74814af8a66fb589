//! Stages that no image needs.

use super::super::prelude::*;
use crate::model::Stage;

pub(crate) static RULE: Rule = Rule::new("unused-stage", Group::Correctness, Severity::Info)
    .recommended()
    .aliases(&["tally:no-unreachable-stages"])
    .page(include_str!("../../../rules/correctness/unused-stage.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let unused = || file.model.stages.iter().filter(|stage| !stage.reaches_target);
    // A list of images for a tool that looks after versions has no instructions at all.
    let is_list = file.model.final_stage().is_some_and(|stage| stage.instructions.is_empty());
    if is_list || unused().any(|stage| looks_like_a_target(file, stage)) {
        return;
    }
    for stage in unused() {
        let Some(from) = file.from_of(stage) else { continue };
        match &from.name {
            Some(name) => findings.at(name.span, format!("the last stage does not need `{}`", name.value)),
            None => findings.at(from.image.span, "the last stage does not need this one"),
        }
        .help("remove the stage, or name it as target where you build it");
    }
}

/// Whether somebody may build the stage by `--target`: it starts something, or is called like a job.
fn looks_like_a_target(file: &File<'_>, stage: &Stage) -> bool {
    const JOBS: &[&str] = &[
        "test", "lint", "dev", "debug", "check", "ci", "vendor", "valid", "cover", "bench", "doc", "prod", "run",
        "release", "update", "generate", "export", "binar", "artifact", "output", "format", "fmt", "shell", "cross",
        "package", "image", "target", "final", "local", "stag", "worker", "server", "example", "integration",
    ];
    let named = stage.name.as_deref().is_some_and(|name| JOBS.iter().any(|job| name.contains(job)));
    named || file.facts.ending(stage).sets_command
}
