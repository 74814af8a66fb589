//! Too many of an image's bytes are in files that no container sees.

use super::super::prelude::*;
use crate::rules::wording::size;

/// Bytes that are nothing, unless the user says otherwise.
const LITTLE: u64 = 1 << 20;

pub(crate) static RULE: Rule = Rule::new("layer-user-efficiency", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["dive:highestWastedBytes", "dive:lowestEfficiency", "dive:highestUserWastedPercent"])
    .page(include_str!("../../../rules/image/layer-user-efficiency.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let options = view.options;
    let base = view.attribution.base_layers();
    let all = view.files.dead();
    let sum = |own: bool| all.iter().filter(|dead| !own || dead.killed_by >= base).map(|dead| dead.bytes).sum::<u64>();
    let (dead, own_dead) = (sum(false), sum(true));
    let (total, own_total) = (view.files.bytes(), view.files.sums()[base..].iter().map(|sums| sums.bytes).sum::<u64>());
    if dead < LITTLE.min(options.dead_bytes) {
        return;
    }
    let percent = |part: u64, whole: u64| part.saturating_mul(100).checked_div(whole).unwrap_or(0).min(100);
    let is_dead_much = base > 0 && percent(own_dead, own_total) > options.dead_percent;
    let is_inefficient = percent(dead, total) > 100_u64.saturating_sub(options.efficiency);
    if !is_dead_much && !is_inefficient && dead <= options.dead_bytes {
        return;
    }
    let message = if is_dead_much {
        let (dead, total, percent) = (size(own_dead), size(own_total), percent(own_dead, own_total));
        format!("no container sees {dead}, while {total} stand on the base image ({percent} %)")
    } else {
        format!("no container sees {} of the {} in all layers ({} %)", size(dead), size(total), percent(dead, total))
    };
    view.find_whole(findings, message)
        .in_base(own_dead == 0)
        .help("the findings about single layers say where they come from");
}
