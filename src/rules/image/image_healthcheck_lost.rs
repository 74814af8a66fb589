//! `HEALTHCHECK` or `SHELL` is in the history of the image, but not in its configuration.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("image-healthcheck-lost", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-healthcheck-lost.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let config = view.config();
    let is_lost = |keyword, is_there: bool| {
        let step = view.attribution.last(keyword)?;
        (!is_there && step.instruction.arguments.trim() != "NONE").then_some(step)
    };
    let lost = [
        is_lost(Keyword::Healthcheck, config.healthcheck.is_some()),
        is_lost(Keyword::Shell, !config.shell.is_empty()),
    ];
    for step in lost.into_iter().flatten() {
        let name = step.instruction.keyword.name();
        view.find_at(Some(step), findings, format!("the history has this {name}, and the image has none"))
            .help("build with `--format docker`, and do not convert to the OCI's format, which has no place for it");
    }
}
