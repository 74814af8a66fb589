//! Files in directories that belong to the kernel.

use super::super::prelude::*;
use crate::knowledge::files::system_folder;

pub(crate) static RULE: Rule = Rule::new("workdir-in-system-directory", Group::Security, Severity::Warning)
    .recommended()
    .aliases(&["trivy:DS-0030"])
    .page(include_str!("../../../rules/security/workdir-in-system-directory.md"))
    .checks(&[Check::Instruction(&[Keyword::Workdir, Keyword::Copy, Keyword::Add], check)]);

fn check(step: &Step<'_>, findings: &mut Findings) {
    let word = match &step.instruction.kind {
        Kind::Workdir(word) => word,
        Kind::Copy(transfer) | Kind::Add(transfer) => &transfer.destination,
        _ => return,
    };
    let site = step.site();
    let Some(path) = site.path(&word.value, site.directory()) else { return };
    if let Some(folder) = system_folder(&path) {
        findings
            .at(word.span, format!("`{path}` lies in `{folder}`, which belongs to the system"))
            .help("use a directory of the application, such as /srv or /opt/app");
    }
}
