//! A label's value has not the form that its key promises.

use super::super::prelude::*;
use crate::knowledge::label_values::LabelForm;

pub(crate) static RULE: Rule = Rule::new("invalid-label-value", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&[
        "hadolint:DL3051 empty", "hadolint:DL3052 url", "hadolint:DL3053 rfc3339", "hadolint:DL3054 spdx",
        "hadolint:DL3055 git-hash", "hadolint:DL3056 semver", "hadolint:DL3058 email", "droast:DF074",
    ])
    .page(include_str!("../../../rules/correctness/invalid-label-value.md"))
    .checks(&[Check::Instruction(&[Keyword::Label], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let Kind::Label(pairs) = &step.instruction.kind else { return };
    for pair in &pairs.pairs {
        let key = step.expand(&pair.key.value);
        let Some(key) = key.as_known() else { continue };
        let configured = step.file.options.required_labels.iter().find(|label| &*label.key == key);
        let form = configured.map(|label| label.form).or_else(|| LabelForm::of_key(key));
        let Some((form, value)) = form.and_then(|form| Some((form, step.settled(&pair.value)?))) else { continue };
        if value.is_empty() {
            // Without a schema, an empty value takes away what the base image says.
            if configured.is_some() {
                findings.at(pair.span, format!("the label `{key}` is empty")).variant("empty").help("give it a value");
            }
        } else if let Some(form) = form.rule().filter(|form| !(form.fits)(&value)) {
            findings
                .at(pair.value.span, format!("`{value}` is no {}, as the label `{key}` asks for", form.noun))
                .variant(form.name)
                .help(form.help);
        }
    }
}
