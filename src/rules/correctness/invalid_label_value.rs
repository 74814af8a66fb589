//! A label's value has not the form that its key promises.

use super::super::prelude::*;
use crate::dockerfile::Text;
use crate::knowledge::label_values::{is_email, is_git_hash, is_rfc3339, is_semver, is_spdx, is_url};
use crate::model::{Origin, Value, Variable};
use crate::rules::options::LabelForm;

pub(crate) static RULE: Rule = Rule::new("invalid-label-value", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&[
        "hadolint:DL3051 empty", "hadolint:DL3052 url", "hadolint:DL3053 rfc3339", "hadolint:DL3054 spdx",
        "hadolint:DL3055 git-hash", "hadolint:DL3056 semver", "hadolint:DL3058 email", "droast:DF074",
    ])
    .page(include_str!("../../../rules/correctness/invalid-label-value.md"))
    .checks(&[Check::Instruction(&[Keyword::Label], check)]);

/// Keys with a form of their own. Source: the OCI image specification, `annotations.md`; what may be any text is not among them.
const KNOWN: &[(&str, LabelForm)] = &[
    ("org.opencontainers.image.created", LabelForm::Rfc3339),
    ("org.opencontainers.image.documentation", LabelForm::Url),
    ("org.opencontainers.image.licenses", LabelForm::Spdx),
    ("org.opencontainers.image.source", LabelForm::Url),
    ("org.opencontainers.image.url", LabelForm::Url),
];

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Kind::Label(pairs) = &step.instruction.kind else { return };
    let stage = step.stage.map(|stage| stage.index);
    for pair in &pairs.pairs {
        let key = step.file.model.expand(&pair.key.value, stage, step.index);
        let Some(key) = key.as_known() else { continue };
        let configured = step.file.options.required_labels.iter().find(|label| &*label.key == key);
        let known = || KNOWN.iter().find(|(known, _)| *known == key).map(|(_, form)| *form);
        let Some(form) = configured.map(|label| label.form).or_else(known) else { continue };
        let Value::Known(value) = settled(step, &pair.value) else { continue };
        if value.is_empty() {
            // Without a schema, an empty value takes away what the base image says.
            if configured.is_some() {
                findings.at(pair.span, format!("the label `{key}` is empty")).variant("empty").help("give it a value");
            }
        } else if let Some((variant, wanted)) = problem(form, &value) {
            findings
                .at(pair.value.span, format!("`{value}` is no {wanted}, as the label `{key}` asks for"))
                .variant(variant)
                .help(help(form));
        }
    }
}

/// The value, unless an argument of the build has a say in it.
fn settled(step: &Step<'_>, text: &Text) -> Value {
    let (model, stage) = (step.file.model, step.stage.map(|stage| stage.index));
    let Ok(expansion) = model.expansion(&text.value, stage, step.index) else {
        return Value::Unknown;
    };
    let by_argument = expansion.uses.iter().any(|used| {
        matches!(model.variable(&used.name, stage, step.index),
            Variable::Defined(definition) if definition.origin == Origin::Arg)
    });
    if by_argument { Value::Unknown } else { model.expand(&text.value, stage, step.index) }
}

/// The variant and the name of a form that a value has not.
fn problem(form: LabelForm, value: &str) -> Option<(&'static str, &'static str)> {
    let (good, variant, wanted) = match form {
        LabelForm::Text => return None,
        LabelForm::Url => (is_url(value), "url", "absolute URL"),
        LabelForm::Semver => (is_semver(value), "semver", "semantic version"),
        LabelForm::Rfc3339 => (is_rfc3339(value), "rfc3339", "date and time of RFC 3339"),
        LabelForm::Hash => (is_git_hash(value), "git-hash", "hash of a git commit"),
        LabelForm::Spdx => (is_spdx(value), "spdx", "licence expression of SPDX"),
        LabelForm::Email => (is_email(value), "email", "e-mail address"),
    };
    (!good).then_some((variant, wanted))
}

fn help(form: LabelForm) -> &'static str {
    match form {
        LabelForm::Text => "give it a value",
        LabelForm::Url => "write it with its scheme: `https://example.org/app`",
        LabelForm::Semver => "write three numbers: `1.4.0`",
        LabelForm::Rfc3339 => "write it as `date --utc +%Y-%m-%dT%H:%M:%SZ` does: `2026-08-01T12:30:00Z`",
        LabelForm::Hash => "write 7 to 40 hexadecimal digits, as `git rev-parse HEAD` does",
        LabelForm::Spdx => "use the identifiers of spdx.org/licenses: `Apache-2.0`, `MIT OR GPL-3.0-only`",
        LabelForm::Email => "write the address alone: `team@example.org`",
    }
}
