//! COPY of the whole build context into the image.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("whole-context-copied", Group::Context, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["droast:DF007", "droast:DF026"])
    .page(include_str!("../../../rules/context/whole-context-copied.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    if file.ignores_something() {
        return;
    }
    let in_image = |stage: usize| file.model.stages.get(stage).is_some_and(|stage| stage.in_image);
    let copied = file.facts.context_sources.iter().filter(|source| source.is_copied() && !source.excludes);
    for source in copied.filter(|source| source.is_all() && source.stage.is_some_and(in_image)) {
        let finding = findings.at(source.span, "the whole build context goes into the image");
        if source.destination.as_known() == Some("/") {
            finding
                .severity(Severity::Warning)
                .help("copied to `/` it mixes with the system's files: choose a folder, and name what the image needs");
        } else {
            finding.help("name the folders that the image needs, or leave the others out in .dockerignore");
        }
    }
}
