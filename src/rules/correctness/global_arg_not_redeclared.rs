//! Global ARGs that a stage uses without declaring them again.

use super::super::prelude::*;
use std::collections::HashSet;

use crate::facts::shell_uses;
use crate::model::Variable;

pub(crate) static RULE: Rule = Rule::new("global-arg-not-redeclared", Group::Correctness, Severity::Warning)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/global-arg-not-redeclared.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let model = file.model;
    if model.globals.definitions().next().is_none() {
        return;
    }
    let by_shell = shell_uses(file.source, file.facts);
    let mut seen: HashSet<(usize, &str)> = HashSet::new();
    for used in file.facts.variable_uses.iter().chain(&by_shell).filter(|used| !used.fallback) {
        let (name, Some(stage)) = (&*used.name, model.stage_at(used.at)) else { continue };
        let Some(global) = model.globals.at(name, usize::MAX) else { continue };
        let here = model.variable(name, Some(stage.index), used.at);
        if !matches!(here, Variable::Undefined | Variable::Unknown) || !seen.insert((stage.index, name)) {
            continue;
        }
        // A later definition in the stage would be set twice.
        let from = StageView { file, stage }.from_instruction().filter(|_| stage.scope.of(name).is_empty());
        let insert = from.map(|from| Edit::insert(from.span.end, format!("\nARG {name}")));
        findings
            .at(used.span, format!("the ARG `{name}` stands in front of the first FROM, so it is empty in this stage"))
            .label(global.name, "declared here")
            .help(format!("write `ARG {name}` in this stage"))
            .fix(format!("Insert `ARG {name}` behind FROM"), Safety::Unsafe, insert);
    }
}
