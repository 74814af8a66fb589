//! An image has very many layers.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("layer-too-many", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/layer-too-many.md"))
    .checks(&[Check::Image(check)]);

/// Docker and the kernel's overlay file system take no more.
const MOST: usize = 127;

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let layers = view.image.layers.len();
    let own = layers - view.attribution.base_layers();
    if layers > MOST {
        let message = format!("the image has {layers} layers, and an overlay file system takes at most {MOST}");
        view.find_whole(findings, message).severity(Severity::Error);
    } else if own as u64 > view.options.layers {
        view.find_whole(findings, format!("{own} layers stand on the base image"))
            .help("join RUNs that work on the same files, and copy what belongs together at once");
    }
}
