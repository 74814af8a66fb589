//! The full variant of an image that comes in a slim one as well.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("full-base-image", Group::Size, Severity::Info)
    .workshop()
    .page(include_str!("../../../rules/size/full-base-image.md"))
    .checks(&[Check::FinalStage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let Some(slimmer) = view.base().and_then(|base| base.slimmer) else { return };
    let (Some(span), Some(image)) = (view.base_span(), view.base_image()) else { return };
    // A digest alone may be any variant, and a variable's default is seldom what is built.
    let unknown = image.reference.digest().is_some() && image.reference.tag().is_none();
    if !unknown && !view.file.source.slice(span).contains('$') {
        let name = image.reference.familiar_name();
        findings
            .at(span, format!("this is the full variant of `{name}`"))
            .help(format!("`{name}` comes as `{slimmer}` too; take that, and install what is missing"));
    }
}
