//! FROM that names no image unless a build argument is given.

use super::super::prelude::*;
use crate::dockerfile::ImageRef;
use crate::model::Variable;

pub(crate) static RULE: Rule = Rule::new("invalid-default-arg-in-from", Group::Correctness, Severity::Warning)
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
    // Without any default the argument is asked for, and the build says so at once.
    let asked_for = expanded.unmatched().next().is_some() || brings_itself(file, &from.image.value);
    findings
        .at(from.image.span, message)
        .severity(if asked_for { Severity::Info } else { Severity::Warning })
        .help("give the ARG a default that works")
        .variant(if plain { "plain" } else { "buildkit-only" });
}

/// `ARG VERSION=${VERSION}` gives no value either.
fn brings_itself(file: &File<'_>, image: &str) -> bool {
    file.dockerfile.instructions.iter().filter(|instruction| instruction.keyword == Keyword::Arg).any(|instruction| {
        instruction.kind.settings().any(|pair| {
            let name = &*pair.name.value;
            let value = pair.value.and_then(|value| value.value.trim_matches('"').strip_prefix('$'));
            let own = value.is_some_and(|value| value.trim_matches(['{', '}']) == name);
            own && image.contains(name)
        })
    })
}
