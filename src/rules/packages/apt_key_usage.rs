//! Keys of repositories added by `apt-key`, which is gone.

use super::super::prelude::*;

pub(crate) static RULE: Rule = Rule::new("apt-key-usage", Group::Packages, Severity::Warning)
    .recommended()
    .page(include_str!("../../../rules/packages/apt-key-usage.md"))
    .checks(&[Check::Run(check)]);

const HELP: &str = "store the key in /etc/apt/keyrings and name it with signed-by= in the repository's line";

/// Releases whose apt has no `signed-by`: there a key can be trusted for every repository only. It came with apt 1.1.
const OLD_APT: &[&str] = &[
    "debian-7", "debian-8", "debian:7", "debian:8", "jessie", "precise", "trusty", "ubuntu-12.04", "ubuntu-14.04",
    "ubuntu:12.04", "ubuntu:14.04", "wheezy",
];

fn check(run: &Run<'_>, findings: &mut Findings) {
    let is_old = || {
        let base = run.step.stage.and_then(|stage| run.step.file.model.root(stage).base_text.as_known());
        base.is_some_and(|base| OLD_APT.iter().any(|old| base.contains(old)))
    };
    for command in run.facts.commands() {
        let verb = command.argument(&["add", "adv"]).filter(|_| command.name() == Some("apt-key"));
        let writes = verb.is_none().then(|| writes_old_keyring(command)).flatten();
        if (verb.is_some() || writes.is_some()) && is_old() {
            return;
        }
        if let Some(verb) = verb {
            let what = format!("`apt-key {}` trusts the key for every repository", verb.text);
            findings.at(command.name_span(), format!("{what}, and current releases have no apt-key")).help(HELP);
        } else if let Some(span) = writes {
            findings
                .at(span, "keys in trusted.gpg are trusted for every repository, and current releases ignore the file")
                .help(HELP);
        }
    }
}

fn writes_old_keyring(command: &Command) -> Option<Span> {
    let writes = matches!(command.name(), Some("tee" | "curl" | "wget" | "cp" | "mv" | "gpg"));
    let named = command.arguments().iter().filter(|_| writes);
    command.targets().chain(named).find(|word| &*word.text == "/etc/apt/trusted.gpg").map(|word| word.span)
}
