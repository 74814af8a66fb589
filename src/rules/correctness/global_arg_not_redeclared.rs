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
    if file.model.globals.definitions().next().is_none() {
        return;
    }
    let words = &file.facts.variable_uses;
    let words = words.iter().map(|used| (used.at, &*used.name, used.span, used.fallback));
    let shell = shell_uses(file.source, file.facts);
    let shell = shell.iter().map(|used| (used.at, &*used.name, used.span, used.fallback));
    let mut seen: HashSet<(usize, &str)> = HashSet::new();
    for (at, name, span, fallback) in words.chain(shell) {
        let Some(stage) = file.model.stage_at(at) else { continue };
        let Some(global) = file.model.globals.at(name, usize::MAX) else { continue };
        let empty = matches!(file.model.variable(name, Some(stage.index), at), Variable::Undefined | Variable::Unknown);
        if !empty || fallback || !seen.insert((stage.index, name)) {
            continue;
        }
        let finding = findings
            .at(span, format!("the ARG `{name}` stands in front of the first FROM, so it is empty in this stage"))
            .label(global.name, "declared here")
            .help(format!("write `ARG {name}` in this stage"));
        // A later definition in the stage would be set twice.
        let from = stage.from.and_then(|at| file.dockerfile.instructions.get(at));
        if let Some(from) = from.filter(|_| stage.scope.of(name).is_empty()) {
            let edit = Edit { span: Span::empty(from.span.end), replacement: format!("\nARG {name}") };
            finding.fix(format!("Insert `ARG {name}` behind FROM"), Safety::Unsafe, vec![edit]);
        }
    }
}
