//! The image does not say what it was built from: labels are missing.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("image-missing-oci-labels", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-missing-oci-labels.md"))
    .checks(&[Check::Image(check)]);

/// Keys of the schema that was before, and those of today without what they begin with.
const BEFORE: &[(&str, &str)] =
    &[("build-date", "created"), ("vcs-ref", "revision"), ("vcs-url", "source"), ("version", "version")];

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let is_missing = |label: &&String| {
        let short = label.rsplit('.').next().unwrap_or(label);
        let before = BEFORE.iter().find(|(_, now)| *now == short).map(|(old, _)| format!("org.label-schema.{old}"));
        view.label(label).is_none() && before.is_none_or(|before| view.label(&before).is_none())
    };
    let missing: Vec<String> =
        view.options.image_labels.iter().filter(is_missing).map(|label| format!("`{label}`")).collect();
    if !missing.is_empty() {
        view.find_whole(
            findings,
            format!("the image does not say where it comes from: it has no label {}", missing.join(", ")),
        )
        .help("set them with LABEL, or with `--label` where the image is built");
    }
}
