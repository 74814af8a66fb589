//! FROM that names no image unless a build argument is given.

use super::super::prelude::*;
use crate::dockerfile::{ImageRef, Lookup, expand};
use crate::model::{PLATFORM, Variable};

pub(crate) static RULE: Rule = Rule::new("invalid-default-arg-in-from", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["buildkit:InvalidDefaultArgInFrom plain", "buildkit:InvalidDefaultArgInFrom buildkit-only"])
    .page(include_str!("../../../rules/correctness/invalid-default-arg-in-from.md"))
    .checks(&[Check::Stage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let file = view.file;
    let (Some(at), Some(from)) = (view.stage.from, file.from_of(view.stage)) else { return };
    let given = |name: &str| file.options.build_args.iter().any(|(key, _)| key == name);
    // With defaults only, as BuildKit's check reads it; a platform argument holds some word.
    let expanded = expand(&from.image.value, file.dockerfile.escape, |name| match file.model.globals.at(name, at) {
        Some(definition) if definition.without_default && !given(name) => Lookup::Unset,
        Some(definition) => match definition.value.as_known() {
            Some(value) => Lookup::Value(value.into()),
            None => Lookup::Unknown,
        },
        None if PLATFORM.contains(&name) => Lookup::Value("platform".into()),
        None => Lookup::Unset,
    });
    // An error is `${NAME:?…}`: the author asks for the argument.
    let Ok(expanded) = expanded else { return };
    let Some(text) = expanded.value.known() else { return };
    if ImageRef::parse(text).is_ok() {
        return;
    }
    let declared = super::lacks_value(file, view.stage)
        && !expanded.unmatched().any(|name| matches!(file.model.variable(name, None, at), Variable::Undefined));
    let message = if text.is_empty() {
        format!("with the defaults of its build arguments `{}` is empty", from.image.value)
    } else {
        format!("with the defaults of its build arguments this is `{text}`, which names no image")
    };
    // Without any default the argument is asked for, and the build says so at once.
    let asked_for = expanded.unmatched().next().is_some();
    findings
        .at(from.image.span, message)
        .severity(if asked_for { Severity::Info } else { Severity::Warning })
        .help("give the ARG a default that works")
        .variant(if declared { "plain" } else { "buildkit-only" });
}
