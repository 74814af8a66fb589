//! What only developers need is installed in the image.

use super::super::prelude::*;
use crate::facts::RunFacts;
use crate::facts::development::{DevelopmentInstall, Way, development_installs};
use crate::facts::purpose::{is_for_development, starts_a_prompt};
use crate::model::Stage;
use crate::rules::edits::add_option;

/// The rule.
pub static RULE: Rule = Rule {
    name: "dev-dependencies-in-final-stage",
    group: Group::Size,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &[
        "tally:php/composer-no-dev-in-production", "tally:ruby/missing-bundle-without-development", "droast:DF031",
    ],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/size/dev-dependencies-in-final-stage.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    let (facts, model) = (file.facts, file.model);
    let Some(stage) = model.final_stage() else { return };
    if is_for_development(file.source.path(), stage) || starts_a_prompt(facts, stage) || starts_development(file, stage)
    {
        return;
    }
    let builds = facts.runs_in_chain(model, stage).any(builds_application);
    for DevelopmentInstall { action, way } in development_installs(facts, model, file.context, stage) {
        let name = action.manager.names.first().copied().unwrap_or("");
        let finding = findings
            .at(action.verb_span, format!("`{name}` installs what only developers need, and all of it is shipped"));
        if builds {
            finding.help("build in a stage of its own, and install for production in the last one");
        } else if let Some(option) = way.option {
            let title = format!("Add `{option}`");
            finding.help(format!("add `{option}`")).fix(title, Safety::Unsafe, add_option(action, option));
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

/// Whether the container starts something that developers use.
fn starts_development(file: &File<'_>, stage: &Stage) -> bool {
    const WORDS: &[&str] =
        &["dev", "nodemon", "serve", "start:dev", "test", "watch", "develop", "--reload", "--watch", "vitest", "jest"];
    let mut commands = file.facts.commands_at_end(stage).flat_map(|startup| &startup.piece.script.commands);
    commands.any(|command| command.words.iter().any(|word| WORDS.contains(&&*word.text)))
}

fn builds_application(run: &RunFacts) -> bool {
    run.commands().any(|command| {
        command
            .words
            .iter()
            .any(|word| word.text.starts_with("build") || word.is("tsc") || word.is("assets:precompile"))
    })
}
