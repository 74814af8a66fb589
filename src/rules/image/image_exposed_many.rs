//! The image exposes very many ports, or one that there is not.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("image-exposed-many", Group::Image, Severity::Info)
    .recommended()
    .workshop()
    .aliases(&["trivy:DS-0008"])
    .page(include_str!("../../../rules/image/image-exposed-many.md"))
    .checks(&[Check::Image(check)]);

/// So many ports are a range of one service.
const WIDE: u32 = 16;

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let ports = &view.config().exposed_ports;
    for port in ports {
        let number = port.split('/').next().unwrap_or("");
        let (first, last) = number.split_once('-').unwrap_or((number, number));
        let (Ok(first), Ok(last)) = (first.parse::<u32>(), last.parse::<u32>()) else { continue };
        if first == 0 || last > u32::from(u16::MAX) {
            view.find_setting(Keyword::Expose, findings, format!("there is no port {number}: they go from 1 to 65535"));
        } else if last.saturating_sub(first) > WIDE {
            view.find_setting(Keyword::Expose, findings, format!("the image exposes all ports from {first} to {last}"));
        }
    }
    if ports.len() as u64 > view.options.exposed_ports {
        let message = format!("the image exposes {} ports", ports.len());
        view.find_setting(Keyword::Expose, findings, message)
            .help("expose what other containers need, and run one service in a container");
    }
}
