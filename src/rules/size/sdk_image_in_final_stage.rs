//! An image made for building is shipped.

use super::super::prelude::*;
use crate::knowledge::build_tools::needs_sdk;

pub(crate) static RULE: Rule = Rule::new("sdk-image-in-final-stage", Group::Size, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["tally:gpu/prefer-runtime-final-stage"])
    .page(include_str!("../../../rules/size/sdk-image-in-final-stage.md"))
    .checks(&[Check::FinalStage(check)]);

fn check(view: &StageView<'_>, findings: &mut Findings) {
    let Some(runtime) = view.base().and_then(|base| base.sdk) else { return };
    let starts = view.file.facts.commands_at_end(view.stage).next().is_some();
    if !starts || view.is_interactive() || view.starts_unseen_script() {
        return;
    }
    let commands = view.started_commands().chain(view.file.facts.script_commands());
    if commands.flat_map(|command| &command.words).any(|word| needs_sdk(&word.text)) {
        return;
    }
    if let (Some(span), Some(image)) = (view.base_span(), view.base_image()) {
        let name = image.reference.familiar_name();
        findings
            .at(span, format!("`{name}` brings what is needed for building, and all of it is shipped"))
            .help(format!("build in this image and copy the result into a smaller one: {runtime}"));
    }
}
