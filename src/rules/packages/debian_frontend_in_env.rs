//! `DEBIAN_FRONTEND` that stays set in the running container.

use super::super::prelude::*;
use crate::model::Origin;

/// The rule.
pub static RULE: Rule = Rule {
    name: "debian-frontend-in-env",
    group: Group::Packages,
    severity: Severity::Info,
    recommended: true,
    workshop: false,
    aliases: &[],
    fix: FixKind::Unsafe,
    page: include_str!("../../../rules/packages/debian-frontend-in-env.md"),
    checks: &[Check::Stage(check)],
};

const NAME: &str = "DEBIAN_FRONTEND";

fn check(view: &StageView<'_>, findings: &mut Findings) {
    if !view.stage.in_image {
        return;
    }
    let definitions = view.stage.scope.of(NAME);
    let quiet = |value: &str| matches!(value, "noninteractive" | "teletype");
    let Some(last) = definitions.iter().rev().find(|definition| definition.origin == Origin::Env) else {
        return;
    };
    if !last.value.as_known().is_some_and(quiet) {
        return;
    }
    let Some(step) = view.step(last.at) else { return };
    let finding = findings
        .at(last.name, format!("`{NAME}` stays set in every container of this image"))
        .help("use ARG, which holds for the build only");
    if let Kind::Env(pairs) = &step.instruction.kind
        && let [pair] = pairs.pairs.as_slice()
    {
        let mut edits = vec![Edit { span: step.instruction.keyword_span, replacement: "ARG".to_owned() }];
        if pairs.legacy {
            edits.push(Edit { span: Span::new(pair.key.span.end, pair.value.span.start), replacement: "=".to_owned() });
        }
        finding.fix("Use ARG", Safety::Unsafe, edits);
    }
}
