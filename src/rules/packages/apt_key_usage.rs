//! Keys of repositories added by `apt-key`, which is gone.

use super::super::prelude::*;
use crate::shell::Command;

/// The rule.
pub static RULE: Rule = Rule {
    name: "apt-key-usage",
    group: Group::Packages,
    severity: Severity::Warning,
    recommended: true,
    workshop: false,
    aliases: &[],
    fix: FixKind::None,
    page: include_str!("../../../rules/packages/apt-key-usage.md"),
    checks: &[Check::Run(check)],
};

/// Releases whose apt has no `signed-by`: there a key can be trusted for every repository only. It came with apt 1.1.
const OLD_APT: &[&str] = &["debian:7", "debian:8", "debian:jessie", "debian:wheezy", "ubuntu:12.04", "ubuntu:14.04"];

fn check(run: &Run<'_>, findings: &mut Findings) {
    let base = run.step.stage.and_then(|stage| run.step.file.model.root(stage).base_text.as_known());
    if base.is_some_and(|base| OLD_APT.iter().any(|old| base.starts_with(old))) {
        return;
    }
    for command in run.facts.commands() {
        if let Some(verb) = command
            .words
            .iter()
            .find(|word| word.is("add") || word.is("adv"))
            .filter(|_| command.name() == Some("apt-key"))
        {
            let span = command.words.first().map_or(verb.span, |name| name.span);
            findings
                .at(
                    span,
                    format!(
                        "`apt-key {}` trusts the key for every repository, and current releases have no apt-key",
                        verb.text
                    ),
                )
                .help("store the key in /etc/apt/keyrings and name it with signed-by= in the repository's line");
        } else if let Some(span) = writes_old_keyring(command) {
            findings
                .at(span, "keys in trusted.gpg are trusted for every repository, and current releases ignore the file")
                .help("store the key in /etc/apt/keyrings and name it with signed-by= in the repository's line");
        }
    }
}

fn writes_old_keyring(command: &Command) -> Option<Span> {
    let is_old = |text: &str| text == "/etc/apt/trusted.gpg";
    let redirected =
        command.redirects.iter().filter_map(|redirect| redirect.target.as_ref()).find(|target| is_old(&target.text));
    let writer = matches!(command.name(), Some("tee" | "curl" | "wget" | "cp" | "mv" | "gpg"));
    redirected.or_else(|| command.words.iter().skip(1).find(|word| writer && is_old(&word.text))).map(|word| word.span)
}
