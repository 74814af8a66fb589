//! Labels that the configuration asks for, and others.

use super::super::prelude::*;
use crate::facts::labels::{Label, labels_in_chain};
use std::collections::HashSet;

pub(crate) static RULE: Rule = Rule::new("label-schema-violation", Group::Correctness, Severity::Info)
    .workshop()
    .aliases(&[
        "hadolint:DL3049 missing", "hadolint:DL3049 hadolint-only", "hadolint:DL3050 superfluous", "droast:DF074",
        "dockerfile_lint:defined_namevals",
    ])
    .page(include_str!("../../../rules/correctness/label-schema-violation.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let options = file.options;
    if options.required_labels.is_empty() && !options.strict_labels {
        return;
    }
    for stage in &file.model.stages {
        // hadolint asks for the labels in every stage that no other uses.
        if stage.is_final || !stage.is_used {
            let labels = labels_in_chain(file.dockerfile, file.model, stage);
            missing(&StageView { file, stage }, &labels, findings);
            if stage.is_final && options.strict_labels {
                superfluous(file, &labels, findings);
            }
        }
    }
}

/// The labels of the schema that a stage does not have.
fn missing(view: &StageView<'_>, labels: &[Label], findings: &mut Findings) {
    let set: HashSet<Option<&str>> = labels.iter().map(|label| label.key.as_known()).collect();
    let required = view.file.options.required_labels.iter();
    for label in required.filter(|label| !set.contains(&None) && !set.contains(&Some(&*label.key))) {
        findings
            .at(view.image(), format!("the label `{}` is missing", label.key))
            .variant(if view.stage.is_final { "missing" } else { "hadolint-only" })
            .help(format!("set it in this stage: `LABEL {}=…`", label.key));
    }
}

/// Labels that are not in the schema.
fn superfluous(file: &File<'_>, labels: &[Label], findings: &mut Findings) {
    let schema: HashSet<&str> = file.options.required_labels.iter().map(|label| &*label.key).collect();
    for (label, key) in labels.iter().filter_map(|label| Some((label, label.key.as_known()?))) {
        if !schema.contains(key) {
            findings
                .at(label.key_span, format!("the label `{key}` is not in the schema"))
                .variant("superfluous")
                .help("remove it, or add it to `required-labels`");
        }
    }
}
