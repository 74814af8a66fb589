//! Compilers and headers in the image that runs.

use super::super::prelude::*;
use crate::facts::{Package, RemovedPackages, Startup};
use crate::knowledge::build_tools::{builds, is_build_package, is_build_tool};

pub(crate) static RULE: Rule = Rule::new("build-tools-in-final-stage", Group::Size, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["tally:prefer-multi-stage-build", "droast:DF011"])
    .page(include_str!("../../../rules/size/build-tools-in-final-stage.md"))
    .checks(&[Check::FinalStage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if !runs_an_application(view) {
        return;
    }
    // The layers of the stages below are in the image as well.
    for run in view.chain().collect::<Vec<_>>().into_iter().rev().flat_map(|stage| stage.runs()) {
        let tools = tools_left(&run);
        if let [first, rest @ ..] = tools.as_slice() {
            let (more, verb) = match rest.len() {
                0 => (String::new(), "stays"),
                more => (format!(" and {more} more for building"), "stay"),
            };
            findings
                .at(first.span, format!("`{}`{more} {verb} in the final image", first.name))
                .help("build in a stage of its own and copy the result, or remove the tools in the same RUN");
        } else if let Some(command) =
            run.facts.commands().find(|command| builds(command.words.iter().map(|word| &*word.text)))
        {
            let words: Vec<&str> = command.words.iter().take(2).map(|word| &*word.text).collect();
            let span = command.words.iter().take(2).map(|word| word.span).reduce(Span::to).unwrap_or(command.span);
            let what = words.join(" ");
            findings
                .at(span, format!("`{what}` builds in the final stage, so what it needs stays in the image"))
                .help("build in a stage of its own and copy the result");
        }
    }
}

/// Whether the stage is there to run something that is no build tool itself.
fn runs_an_application(view: &StageView<'_>) -> bool {
    let starts = view.ending().sets_command || view.base().is_some_and(|base| base.service.is_some());
    let special = view.is_workplace() || view.base().is_some_and(|base| base.sdk.is_some());
    let development = view.file.source.path().components().any(|part| part.as_os_str() == ".devcontainer");
    starts && !special && !development && !view.file.facts.commands_at_end(view.stage).any(is_tool_or_shell)
}

fn is_tool_or_shell(startup: &Startup) -> bool {
    let [command] = startup.piece.script.commands.as_slice() else { return false };
    let shell = |name: &str| matches!(name, "sh" | "bash" | "ash" | "zsh" | "fish") && command.words.len() == 1;
    command.name().is_some_and(|name| is_build_tool(name) || shell(name))
}

/// The packages for building that a RUN leaves. An image that defines `PHPIZE_DEPS` itself is made for others to build upon.
fn tools_left<'a>(run: &Run<'a>) -> Vec<&'a Package> {
    let removed = RemovedPackages::of([run.facts]);
    let installs = run.facts.packages().filter(|action| action.installs_system() && !removed.is_unknown());
    let defined = |package: &Package| package.text.strip_prefix('$').is_some_and(|name| run.step.defines(name));
    let left = |action: &PackageAction, package: &Package| {
        is_build_package(&package.name) && !removed.takes(action, package) && !defined(package)
    };
    installs.flat_map(|action| action.packages.iter().filter(move |package| left(action, package))).collect()
}
