//! Labels that the configuration asks for, and others.

use super::super::prelude::*;
use std::collections::HashSet;

use crate::facts::labels::{Label, labels_in_chain};
use crate::model::Stage;

pub(crate) static RULE: Rule = Rule::new("label-schema-violation", Group::Correctness, Severity::Info)
    .workshop()
    .aliases(&[
        "hadolint:DL3049 missing", "hadolint:DL3049 hadolint-only", "hadolint:DL3050 superfluous", "droast:DF074",
        "dockerfile_lint:defined_namevals",
    ])
    .page(include_str!("../../../rules/correctness/label-schema-violation.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let required = &file.options.required_labels;
    let asked = !required.is_empty() || file.options.strict_labels;
    let Some(stage) = file.model.final_stage().filter(|_| asked) else { return };
    let labels = labels_in_chain(file.dockerfile, file.model, stage);
    missing(file, stage, &labels, "missing", findings);
    // hadolint asks for the labels in every stage that no other uses.
    for other in file.model.stages.iter().filter(|other| !other.is_used && !other.is_final) {
        let labels = labels_in_chain(file.dockerfile, file.model, other);
        missing(file, other, &labels, "hadolint-only", findings);
    }
    if file.options.strict_labels {
        let schema: HashSet<&str> = required.iter().map(|label| &*label.key).collect();
        for label in &labels {
            if let Some(key) = label.key.as_known().filter(|key| !schema.contains(key)) {
                findings
                    .at(label.key_span, format!("the label `{key}` is not in the schema"))
                    .variant("superfluous")
                    .help("remove it, or add it to `required-labels`");
            }
        }
    }
}

/// The labels of the schema that a stage does not have.
fn missing(file: &File<'_>, stage: &Stage, labels: &[Label], variant: &'static str, findings: &mut Findings) {
    let set: HashSet<&str> = labels.iter().filter_map(|label| label.key.as_known()).collect();
    let unknown = labels.iter().any(|label| label.key.as_known().is_none());
    let required = file.options.required_labels.iter();
    for label in required.filter(|label| !unknown && !set.contains(&*label.key)) {
        findings
            .at(StageView { file, stage }.image(), format!("the label `{}` is missing", label.key))
            .variant(variant)
            .help(format!("set it in this stage: `LABEL {}=…`", label.key));
    }
}
