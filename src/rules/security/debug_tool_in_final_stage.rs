//! Editors, debuggers and network probes in the image that is shipped.

use super::super::prelude::*;
use std::cell::LazyCell;
use std::collections::HashSet;

use crate::facts::privileges::is_workplace;
use crate::facts::purpose::is_for_development;
use crate::facts::{Facts, PackageAction, RunFacts};
use crate::knowledge::package_managers::Verb;
use crate::knowledge::program_name;
use crate::knowledge::tools::{is_debug_package, package_brings};
use crate::model::{Model, Stage};

/// The rule.
pub static RULE: Rule = Rule {
    name: "debug-tool-in-final-stage",
    group: Group::Security,
    severity: Severity::Info,
    recommended: true,
    workshop: true,
    aliases: &["tally:php/no-xdebug-in-final-image"],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/security/debug-tool-in-final-stage.md"),
    checks: &[Check::File(check)],
};

fn check(file: &File<'_>, findings: &mut Findings) {
    let (facts, model) = (file.facts, file.model);
    let Some(stage) = model.final_stage() else { return };
    if is_for_development(file.source.path(), stage) || is_workplace(model, stage) {
        return;
    }
    let removed: HashSet<&str> = facts
        .runs_in_chain(model, stage)
        .flat_map(RunFacts::packages)
        .filter(|action| action.verb == Verb::Remove)
        .flat_map(|action| action.packages.iter().map(|package| &*package.name))
        .collect();
    let used = LazyCell::new(|| programs_used(facts, model, stage));
    for action in
        facts.runs_in_chain(model, stage).flat_map(RunFacts::packages).filter(|action| action.verb == Verb::Install)
    {
        // A group that is removed by its name: `apk add --virtual .tools`.
        if action.flags.iter().any(|flag| flag.value.as_deref().is_some_and(|group| removed.contains(group))) {
            continue;
        }
        for package in action.packages.iter().filter(|package| is_debug_tool(&package.name)) {
            let name = &*package.name;
            if removed.contains(name) || used.iter().any(|program| *program == name || package_brings(name, program)) {
                continue;
            }
            let finding = findings
                .at(package.span, format!("`{name}` is a tool for looking around, and nothing here calls it"))
                .help("leave it out, or install it in a stage for debugging");
            if let Some(edit) = removal(file.source.text(), action, package.span).filter(|_| action.packages.len() > 1)
            {
                finding.fix(format!("Leave `{name}` out"), Safety::Unsafe, vec![edit]);
            }
        }
    }
}

fn is_debug_tool(name: &str) -> bool {
    is_debug_package(name) || name == "web-console"
}

/// What RUNs, the start and the health check call, by program.
fn programs_used<'a>(facts: &'a Facts, model: &'a Model, stage: &'a Stage) -> HashSet<&'a str> {
    let runs = facts.runs_in_chain(model, stage).flat_map(RunFacts::commands);
    let starts = facts.startups.iter().flat_map(|startup| &startup.piece.script.commands);
    let scripts = facts.scripts.iter().flat_map(|script| &script.piece.script.commands);
    let called = starts.chain(scripts).flat_map(|command| command.words.iter().map(|word| program_name(&word.text)));
    runs.filter_map(|command| command.name()).map(program_name).chain(called).collect()
}

/// Takes a word out together with the blanks and continued lines in front of it.
fn removal(text: &str, action: &PackageAction, word: Span) -> Option<Edit> {
    let before = text.get(..word.start as usize)?.trim_end_matches([' ', '\t', '\n', '\r', '\\', '`']);
    let start = u32::try_from(before.len()).ok()?;
    (start > action.verb_span.start).then(|| Edit { span: Span::new(start, word.end), replacement: String::new() })
}
