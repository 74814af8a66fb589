//! The time at which the image says it was made cannot be, or is long ago.

use super::super::prelude::*;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::image::time::seconds;

pub(crate) static RULE: Rule = Rule::new("image-created-implausible", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-created-implausible.md"))
    .checks(&[Check::Image(check)]);

/// Seconds of a day.
const DAY: i64 = 86_400;

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let Some(created) = &view.config().created else {
        view.find_whole(findings, "the image does not say when it was made");
        return;
    };
    let Some(at) = seconds(created) else {
        view.find_whole(findings, format!("`{created}` is no time that the image can have been made at"));
        return;
    };
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let now = i64::try_from(since).unwrap_or(i64::MAX);
    let days = i64::try_from(view.options.image_days).unwrap_or(i64::MAX);
    if at > now + DAY {
        view.find_whole(findings, format!("the image says it was made in the future: {created}"));
    } else if days > 0 && at > DAY && (now - at) / DAY > days {
        view.find_whole(findings, format!("the image is {} days old", (now - at) / DAY))
            .help("build it anew on a base image of today");
    }
}
