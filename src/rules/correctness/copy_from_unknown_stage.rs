//! Sources that are no stage, but look like one.

use super::super::prelude::*;
use crate::knowledge::base_images::base_image;
use crate::model::EdgeTarget;
use crate::rules::nearest_of;

pub(crate) static RULE: Rule = Rule::new("copy-from-unknown-stage", Group::Correctness, Severity::Warning)
    .recommended()
    .aliases(&["hadolint:DL3022", "droast:DF049", "kics:copy_from_without_from_alias_defined_previously"])
    .fix(FixKind::Unsafe)
    .page(include_str!("../../../rules/correctness/copy-from-unknown-stage.md"))
    .checks(&[Check::File(check)]);

fn check(file: &File<'_>, findings: &mut Findings) {
    let stages = &file.model.stages;
    for edge in file.model.references() {
        let Some(name) = edge.text.as_known() else { continue };
        match edge.to {
            // What is part of a circle cannot be mended by its place.
            EdgeTarget::Stage(to) if to > edge.stage => {
                findings
                    .at(edge.span, format!("the stage `{name}` comes later in the file"))
                    .help("move that stage up");
            }
            EdgeTarget::Image if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) => {
                findings
                    .at(edge.span, format!("there is no stage {name}: the last is {}", stages.len().saturating_sub(1)))
                    .help("stages are counted from 0; a name is safer");
            }
            EdgeTarget::Image if !name.contains(['/', ':', '@', '.', '$']) => {
                let earlier = stages[..edge.stage].iter().rev().take(MOST_STAGES);
                let near = nearest_of(name, earlier.filter_map(|stage| stage.name.as_deref()));
                let near = near.filter(|near| name.len() > 3 && near.len() > 3);
                if let Some(near) = near.filter(|_| base_image("", name, None).is_none()) {
                    findings
                        .at(edge.span, format!("no stage is named `{name}`, so this is an image of that name"))
                        .did_you_mean(near, [Edit::replace(edge.span, near)]);
                }
            }
            _ => {}
        }
    }
}

/// How many stages a name is compared with: a bound for hostile files.
const MOST_STAGES: usize = 64;
