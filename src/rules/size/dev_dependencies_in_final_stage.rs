//! What only developers need is installed in the image.

use super::super::prelude::*;
use crate::facts::RunFacts;
use crate::facts::development::{DevelopmentInstall, Way, development_installs};
use crate::knowledge::build_tools::starts_development;
use crate::rules::edits::add_option;

pub(crate) static RULE: Rule = Rule::new("dev-dependencies-in-final-stage", Group::Size, Severity::Info)
    .recommended()
    .aliases(&[
        "tally:php/composer-no-dev-in-production", "tally:ruby/missing-bundle-without-development", "droast:DF031",
    ])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/size/dev-dependencies-in-final-stage.md"))
    .checks(&[Check::FinalStage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let (facts, model) = (view.file.facts, view.file.model);
    let mut started = view.started_commands().flat_map(|command| &command.words);
    if view.is_interactive() || started.any(|word| starts_development(&word.text)) {
        return;
    }
    let builds = view.runs_in_chain().any(builds_application);
    for DevelopmentInstall { action, way } in development_installs(facts, model, view.file.context, view.stage) {
        let name = action.name();
        let finding = findings
            .at(action.verb_span, format!("`{name}` installs what only developers need, and all of it is shipped"));
        if builds {
            finding.help("build in a stage of its own, and install for production in the last one");
        } else if let Some(option) = way.option {
            let title = format!("Add `{option}`");
            finding.help(format!("add `{option}`")).fix(
                title,
                Safety::Unsafe,
                add_option(view.file.source, action, option),
            );
        } else {
            finding.help(format!("leave out the group for development: {}", cure(way)));
        }
    }
}

fn cure(way: &Way) -> String {
    way.variables.first().map_or_else(String::new, |(name, value)| match *value {
        "" => format!("`{name}=development:test`"),
        value => format!("`{name}={value}`"),
    })
}

fn builds_application(run: &RunFacts) -> bool {
    let builds = |text: &str| text.starts_with("build") || matches!(text, "tsc" | "assets:precompile");
    run.commands().flat_map(|command| &command.words).any(|word| builds(&word.text))
}
