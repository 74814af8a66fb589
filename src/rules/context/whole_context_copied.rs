//! COPY of the whole build context into the image.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("whole-context-copied", Group::Context, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["droast:DF007", "droast:DF026"])
    .page(include_str!("../../../rules/context/whole-context-copied.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let ignored = file.context.and_then(|context| context.ignore_file()).is_some_and(|it| !it.is_blank());
    if ignored {
        return;
    }
    for source in &file.facts.context_sources {
        let whole = source.inside().is_some_and(|path| path.is_empty() || path == "*");
        let stage = source.stage.and_then(|stage| file.model.stages.get(stage));
        let in_image = stage.is_some_and(|stage| stage.in_image);
        if !whole || !in_image || source.onbuild || source.excludes || source.keyword == Keyword::Run {
            continue;
        }
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
