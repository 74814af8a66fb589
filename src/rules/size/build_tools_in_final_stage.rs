//! Compilers and headers in the image that runs.

use super::super::prelude::*;
use crate::facts::{Package, PackageAction, Startup};
use crate::knowledge::base_images::Purpose;
use crate::knowledge::build_tools::{builds, is_build_package, is_build_tool};
use crate::knowledge::package_managers::Verb;
use crate::model::Variable;
use std::collections::HashSet;

/// The rule.
pub static RULE: Rule = Rule {
    name: "build-tools-in-final-stage",
    group: Group::Size,
    severity: Severity::Info,
    recommended: true,
    workshop: true,
    aliases: &["tally:prefer-multi-stage-build", "droast:DF011"],
    fix: FixKind::None,
    page: include_str!("../../../rules/size/build-tools-in-final-stage.md"),
    checks: &[Check::Stage(check)],
};

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if !view.stage.is_final || !runs_an_application(view) {
        return;
    }
    let chain: Vec<_> = view.file.model.chain(view.stage).collect();
    // The layers of the stages below are in the image as well.
    for stage in chain.into_iter().rev() {
        check_stage(&StageView { stage, ..*view }, findings);
    }
}

fn check_stage(view: &StageView<'_>, findings: &mut Findings) {
    for run in view.steps().filter_map(|step| step.run()) {
        let removed = Removed::of(&run);
        let left =
            run.facts.packages().filter(|action| !removed.takes_all_of(action)).flat_map(|action| &action.packages);
        let tools: Vec<&Package> =
            left.filter(|package| is_tool(view, &run, package) && !removed.names.contains(&*package.name)).collect();
        if let [first, rest @ ..] = tools.as_slice() {
            let more = if rest.is_empty() { String::new() } else { format!(" and {} more for building", rest.len()) };
            let verb = if rest.is_empty() { "stays" } else { "stay" };
            findings
                .at(first.span, format!("`{}`{more} {verb} in the final image", first.name))
                .help("build in a stage of its own and copy the result, or remove the tools in the same RUN");
        } else if let Some(command) =
            run.facts.commands().find(|command| builds(command.words.iter().map(|word| &*word.text)))
        {
            let words: Vec<&str> = command.words.iter().take(2).map(|word| &*word.text).collect();
            let span = command.words.iter().take(2).map(|word| word.span).reduce(Span::to).unwrap_or(command.span);
            findings
                .at(
                    span,
                    format!("`{}` builds in the final stage, so what it needs stays in the image", words.join(" ")),
                )
                .help("build in a stage of its own and copy the result");
        }
    }
}

/// Whether the stage is there to run something that is no build tool itself.
fn runs_an_application(view: &StageView<'_>) -> bool {
    let base = view.file.model.base_image(view.stage);
    let starts = view.file.facts.ending(view.stage).sets_command || base.is_some_and(|base| base.service.is_some());
    let special = base.is_some_and(|base| {
        base.sdk.is_some() || matches!(base.purpose, Purpose::Development | Purpose::ContinuousIntegration)
    });
    let development = view.file.source.path().components().any(|part| part.as_os_str() == ".devcontainer");
    starts && !special && !development && !view.file.facts.commands_at_end(view.stage).any(is_tool_or_shell)
}

fn is_tool_or_shell(startup: &Startup) -> bool {
    let commands = &startup.piece.script.commands;
    commands.len() == 1
        && commands[0].name().is_some_and(|name| {
            is_build_tool(name)
                || (matches!(name, "sh" | "bash" | "ash" | "zsh" | "fish") && commands[0].words.len() == 1)
        })
}

/// Whether a package is for building. An image that defines `PHPIZE_DEPS` itself is made for others to build upon.
fn is_tool(view: &StageView<'_>, run: &Run<'_>, package: &Package) -> bool {
    let variable = package.text.strip_prefix('$');
    let defined = |name: &str| {
        matches!(view.file.model.variable(name, Some(view.stage.index), run.step.index), Variable::Defined(_))
    };
    is_build_package(&package.name) && !variable.is_some_and(defined)
}

/// What a RUN removes again.
struct Removed<'a> {
    names: HashSet<&'a str>,
    /// It removes what a variable names, or what it has marked before.
    unknown: bool,
}

impl<'a> Removed<'a> {
    fn of(run: &Run<'a>) -> Self {
        let removals = run.facts.packages().filter(|action| action.verb == Verb::Remove);
        let packages: Vec<&Package> = removals.flat_map(|action| &action.packages).collect();
        let names = packages.iter().map(|package| &*package.name).collect();
        let marks = run.facts.commands().any(|command| command.name() == Some("apt-mark"));
        Self { names, unknown: marks || packages.iter().any(|package| package.variable) }
    }

    fn takes_all_of(&self, action: &PackageAction) -> bool {
        let group = action.flag_value(&["-t", "--virtual"]);
        let is_install = action.verb == Verb::Install && action.manager.system;
        !is_install || self.unknown || group.is_some_and(|group| self.names.contains(group))
    }
}
