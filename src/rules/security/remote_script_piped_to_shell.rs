//! A script from the network is run as it comes.

use super::super::prelude::*;
use crate::facts::fetched_scripts;
use crate::knowledge::installers::is_makers_installer;

pub(crate) static RULE: Rule = Rule::new("remote-script-piped-to-shell", Group::Security, Severity::Warning)
    .recommended()
    .aliases(&["droast:DF021"])
    .page(include_str!("../../../rules/security/remote-script-piped-to-shell.md"))
    .checks(&[Check::Run(check)]);

fn check(run: &Run<'_>, findings: &mut Findings) {
    for script in run.facts.pieces.iter().flat_map(fetched_scripts) {
        let (word, tool) = (&script.runner.text, script.fetch.name().unwrap_or("a download"));
        let message = if script.saved {
            format!("`{word}` is run as `{tool}` has fetched it, unseen")
        } else {
            format!("`{word}` runs what `{tool}` has fetched, unseen")
        };
        // Who installs the program trusts its maker as far as that.
        let official = script.fetch.words.iter().any(|word| is_makers_installer(&word.text));
        let mild = script.maybe_program || official;
        findings
            .at(script.runner.span, message)
            .severity(if mild { Severity::Info } else { Severity::Warning })
            .label(script.fetch.span, "fetched here")
            .help("fetch it to a file, compare its checksum (`sha256sum -c`), then run it; or install a package");
    }
}
