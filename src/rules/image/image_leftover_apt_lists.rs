//! Lists of packages that an image keeps.

use super::super::prelude::*;
use crate::knowledge::image_leftovers::is_apt_list;
use crate::rules::left_behind::left;

pub(crate) static RULE: Rule = Rule::new("image-leftover-apt-lists", Group::Image, Severity::Warning)
    .recommended()
    .workshop()
    .aliases(&["dockle:DKL-DI-0005", "dockle:CIS-DI-0007", "trivy:DS-0017"])
    .page(include_str!("../../../rules/image/image-leftover-apt-lists.md"))
    .checks(&[Check::Image(check)]);

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    for left in left(view, is_apt_list).into_iter().filter(|left| left.bytes > view.options.apt_list_bytes) {
        let message = format!("this leaves apt's lists of packages in the image: {}", left.amount());
        view.find(left.layer, findings, message).help("end the instruction with `&& rm -rf /var/lib/apt/lists/*`");
    }
}
