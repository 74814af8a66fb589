//! An image made for building is shipped.

use super::super::prelude::*;
use crate::facts::images::base_span;
use crate::facts::privileges::starts_unseen_script;
use crate::facts::purpose::{is_for_development, starts_a_prompt};
use crate::knowledge::program_name;
use crate::knowledge::tools::is_build_command;
use crate::model::Base;

/// The rule.
pub static RULE: Rule = Rule {
    name: "sdk-image-in-final-stage",
    group: Group::Size,
    severity: Severity::Info,
    recommended: true,
    workshop: true,
    aliases: &["tally:gpu/prefer-runtime-final-stage"],
    fix: FixKind::None,
    page: include_str!("../../../rules/size/sdk-image-in-final-stage.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    let (facts, model) = (file.facts, file.model);
    let Some(stage) = model.final_stage() else { return };
    let Some(runtime) = model.base_image(stage).and_then(|base| base.sdk) else { return };
    let starts = facts.commands_at_end(stage).next().is_some();
    if !starts
        || starts_a_prompt(facts, stage)
        || is_for_development(file.source.path(), stage)
        || starts_unseen_script(facts, model, stage)
    {
        return;
    }
    let words = facts.commands_at_end(stage).flat_map(|startup| &startup.piece.script.commands);
    let scripts = facts.scripts.iter().flat_map(|script| &script.piece.script.commands);
    if words.chain(scripts).flat_map(|command| &command.words).any(|word| needs_sdk(&word.text)) {
        return;
    }
    if let (Some(span), Base::Image(image)) = (base_span(file.dockerfile, model, stage), &model.root(stage).base) {
        let name = image.reference.familiar_name();
        findings
            .at(span, format!("`{name}` brings what is needed for building, and all of it is shipped"))
            .help(format!("build in this image and copy the result into a smaller one: {runtime}"));
    }
}

/// Programs of these images that somebody may want to start.
fn needs_sdk(word: &str) -> bool {
    const PROGRAMS: &[&str] = &[
        "bundle", "cargo", "composer", "dlv", "dotnet-ef", "dotnet-watch", "ghci", "go", "jshell", "lein", "mix",
        "npm", "pytest", "rake", "runhaskell", "rustup", "sbt", "stack", "swift", "xcaddy",
    ];
    // `dotnet app.dll` runs where no SDK is.
    let name = program_name(word);
    PROGRAMS.contains(&name)
        || (is_build_command(name) && name != "dotnet")
        || matches!(word, "run" | "watch" | "test" | "build")
}
