//! A history that does not tell of the layers.

use super::super::prelude::*;
use crate::rules::wording::count;

pub(crate) static RULE: Rule = Rule::new("image-history-mismatch", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-history-mismatch.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let config = view.config();
    let steps = config.history.iter().filter(|step| !step.is_empty_layer).count();
    let layers = view.image.layers.len();
    if !config.history.is_empty() && steps != layers {
        let message = format!(
            "the history tells of {} and the image has {layers}, so it is not known which instruction made which",
            count(steps, "layer")
        );
        view.find_whole(findings, message).help(HELP);
    } else if let Some(keyword) = squashed(view) {
        let message =
            format!("the history gives the one layer to {}, which makes none: it was squashed", keyword.name());
        view.find_whole(findings, message).help(HELP);
    }
}

const HELP: &str = "build with layers (`buildah bud --layers`), and without squashing";

/// The instruction that is said to have made the only layer and makes none.
fn squashed(view: &ImageView<'_>) -> Option<Keyword> {
    let steps = &view.attribution.steps;
    let config = view.config();
    let mut makers = config.history.iter().zip(steps).filter(|(step, _)| !step.is_empty_layer);
    let (_, maker) = makers.next().filter(|_| makers.next().is_none() && config.history.len() > 1)?;
    (!maker.instruction.may_have_layer()).then_some(maker.instruction.keyword)
}
