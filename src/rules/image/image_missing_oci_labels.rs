//! The image does not say what it was built from: labels are missing, or say what nobody can read.

use super::super::prelude::*;
use crate::image::secrets::without_secrets;
use crate::knowledge::label_values::{LabelForm, is_revision};
use crate::rules::wording::clipped_line;

pub(crate) static RULE: Rule = Rule::new("image-missing-oci-labels", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-missing-oci-labels.md"))
    .checks(&[Check::Image(check)]);

/// What the keys of the OCI begin with, and those of the schema that was before.
const OCI: &str = "org.opencontainers.image.";
const FORMER: &str = "org.label-schema.";
/// Keys of the former schema and those of today, without what they begin with.
const RENAMED: &[(&str, &str)] =
    &[("build-date", "created"), ("vcs-ref", "revision"), ("vcs-url", "source"), ("version", "version")];

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let wanted = &view.options.image_labels;
    let missing: Vec<String> = wanted.iter().filter(|key| says(view, key).is_none()).map(quoted).collect();
    if !missing.is_empty() {
        // One that is forgotten is less than an image about which nothing is known.
        let severity = if missing.len() == wanted.len() { Severity::Warning } else { Severity::Info };
        let missing = missing.join(", ");
        view.find_whole(findings, format!("the image does not say where it comes from: it has no label {missing}"))
            .severity(severity)
            .help("set them with LABEL, or with `--label` where the image is built");
    }
    hint_at_former(view, findings);
    let known = ["created", "revision", "source", "url", "documentation", "licenses"].map(|key| format!("{OCI}{key}"));
    for key in &known {
        let Some(value) = view.label(key) else { continue };
        if let Some((noun, help)) = misfit(key, value) {
            let value = clipped_line(&without_secrets(value));
            view.find_setting(Keyword::Label, findings, format!("the label `{key}` is no {noun}: `{value}`"))
                .help(help);
        }
    }
}

/// Labels of the former schema are as good, and few programs still read them.
fn hint_at_former(view: &ImageView<'_>, findings: &mut Findings) {
    let wanted = view.options.image_labels.iter().filter(|key| view.label(key).is_none());
    let former: Vec<String> = wanted
        .filter_map(|key| Some(format!("`{}` as `{key}`", former_of(key).filter(|key| view.label(key).is_some())?)))
        .collect();
    if !former.is_empty() {
        let message = "the image says where it comes from in labels of a schema that was given up";
        view.find_setting(Keyword::Label, findings, message)
            .severity(Severity::Info)
            .help(format!("set {}", former.join(", ")));
    }
}

/// The key that the former schema has for one of today.
fn former_of(key: &str) -> Option<String> {
    let short = key.strip_prefix(OCI)?;
    let (former, _) = RENAMED.iter().find(|(_, now)| *now == short)?;
    Some(format!("{FORMER}{former}"))
}

/// What the image says under a key, or under the one that it had before.
fn says<'a>(view: &ImageView<'a>, key: &str) -> Option<&'a str> {
    view.label(key).or_else(|| view.label(&former_of(key)?))
}

/// What the value of a label should be and is not, and how to write one.
fn misfit(key: &str, value: &str) -> Option<(&'static str, &'static str)> {
    if key.ends_with(".revision") {
        let help =
            "give the commit that it was built from: `--label org.opencontainers.image.revision=$(git rev-parse HEAD)`";
        return (!is_revision(value)).then_some(("revision of a repository", help));
    }
    let form = LabelForm::of_key(key)?.rule()?;
    (!(form.fits)(value)).then_some((form.noun, form.help))
}

fn quoted(key: &String) -> String {
    format!("`{key}`")
}
