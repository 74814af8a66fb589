//! FROM that names no image unless a build argument is given.

use super::super::prelude::*;
use crate::dockerfile::ImageRef;
use crate::model::Variable;

pub(crate) static RULE: Rule = Rule::new("invalid-default-arg-in-from", Group::Correctness, Severity::Info)
    .recommended()
    .aliases(&["buildkit:InvalidDefaultArgInFrom plain", "buildkit:InvalidDefaultArgInFrom buildkit-only"])
    .page(include_str!("../../../rules/correctness/invalid-default-arg-in-from.md"))
    .checks(&[Check::Stage(check)]);

/// As BuildKit's check reads it. Where the word is not legal it is `${NAME:?…}`: the author asks for the argument.
fn check(view: &StageView<'_>, findings: &mut Findings) {
    let file = view.file;
    let (Some(at), Some(from)) = (view.stage.from, view.from()) else { return };
    let Ok(expanded) = file.model.with_defaults(&from.image.value, at, &file.options.build_args) else { return };
    let Some(text) = expanded.value.known().filter(|text| ImageRef::parse(text).is_err()) else { return };
    let undeclared = |name: &str| matches!(file.model.variable(name, None, at), Variable::Undefined);
    let plain = view.lacks_value() && !expanded.unmatched().any(undeclared);
    let message = if text.is_empty() {
        format!("with the defaults of its build arguments `{}` is empty", from.image.value)
    } else {
        format!("with the defaults of its build arguments this is `{text}`, which names no image")
    };
    findings.at(from.image.span, message).help("give the ARG a default that works").variant(if plain {
        "plain"
    } else {
        "buildkit-only"
    });
}
