//! The image is for another platform than it says.

use super::super::prelude::*;
use crate::image::shown;

pub(crate) static RULE: Rule = Rule::new("image-platform-mismatch", Group::Image, Severity::Error)
    .recommended()
    .workshop()
    .page(include_str!("../../../rules/image/image-platform-mismatch.md"))
    .checks(&[Check::Image(check)]);

/// The number of a machine in an ELF file, and the name of its architecture. Source: the ELF specification's registry of machines.
const MACHINES: &[(u16, &str)] = &[
    (3, "386"),
    (8, "mips"),
    (20, "ppc"),
    (21, "ppc64le"),
    (22, "s390x"),
    (40, "arm"),
    (62, "amd64"),
    (183, "arm64"),
    (243, "riscv64"),
    (258, "loong64"),
];

fn check(view: &ImageView<'_>, findings: &mut Findings) {
    let config = view.config();
    if let Some(platform) = &view.image.platform {
        let mut parts = platform.split('/');
        let mut part = || parts.next().unwrap_or("");
        let (os, architecture, variant) = (part(), part(), part());
        let differs = |said: &str, is: &str| !said.is_empty() && !is.is_empty() && said != is;
        if differs(os, &config.os) || differs(architecture, &config.architecture) || differs(variant, &config.variant) {
            let own = [&*config.os, &config.architecture, &config.variant];
            let own = own.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/");
            let message = format!("the index gives it for {platform}, and it is for {own}");
            view.find_whole(findings, message);
        }
    }
    let Some(file) = view.start().first().and_then(|name| view.program(name)) else { return };
    let Some(machine) = file.content.body.as_deref().and_then(machine) else { return };
    if !config.architecture.is_empty() && !runs(machine, &config.architecture) {
        let path = shown(&file.entry.path);
        let message =
            format!("`/{path}` is a program for {machine}, and the image says it is for {}", config.architecture);
        view.find(file.layer, findings, message);
    }
}

/// The architecture of an ELF file.
fn machine(body: &[u8]) -> Option<&'static str> {
    let header: &[u8; 20] = body.get(..20)?.try_into().ok()?;
    if !header.starts_with(b"\x7fELF") {
        return None;
    }
    let bytes = [header[18], header[19]];
    let number = if header[5] == 2 { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) };
    MACHINES.iter().find(|(known, _)| *known == number).map(|(_, name)| *name)
}

/// Whether a processor runs the program: some run those of their predecessors.
fn runs(machine: &str, architecture: &str) -> bool {
    let same = architecture == machine
        || architecture.starts_with("mips") && machine == "mips"
        || architecture == "ppc64" && machine == "ppc64le";
    same || matches!((machine, architecture), ("386", "amd64") | ("arm", "arm64"))
}
