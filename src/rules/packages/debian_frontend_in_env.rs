//! `DEBIAN_FRONTEND` that stays set in the running container.

use super::super::prelude::*;
use crate::model::Origin;

pub(crate) static RULE: Rule = Rule::new("debian-frontend-in-env", Group::Packages, Severity::Info)
    .recommended()
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/packages/debian-frontend-in-env.md"))
    .checks(&[Check::StageInImage(check)]);

const NAME: &str = "DEBIAN_FRONTEND";

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let mut definitions = view.stage.scope.of(NAME).iter().rev();
    let last = definitions.find(|definition| definition.origin == Origin::Env);
    let quiet = |value: &str| matches!(value, "noninteractive" | "teletype");
    let Some(last) = last.filter(|last| last.value.as_known().is_some_and(quiet)) else { return };
    let Some(step) = view.step(last.at) else { return };
    let Kind::Env(pairs) = &step.instruction.kind else { return };
    let argument = Edit::replace(step.instruction.keyword_span, "ARG");
    let edits = match pairs.pairs.as_slice() {
        [pair] if pairs.legacy => {
            vec![argument, Edit::replace(Span::new(pair.key.span.end, pair.value.span.start), "=")]
        }
        [_] => vec![argument],
        _ => Vec::new(),
    };
    findings
        .at(last.name, format!("`{NAME}` stays set in every container of this image"))
        .help("use ARG, which holds for the build only")
        .fix("Use ARG", Safety::Unsafe, edits);
}
